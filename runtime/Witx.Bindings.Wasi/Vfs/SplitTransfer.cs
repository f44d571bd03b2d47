using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>Reads or writes at an offset. A stream ignores the offset.</summary>
/// <param name="vectors">The buffers.</param>
/// <param name="offset">The offset of the first byte.</param>
/// <param name="count">The number of bytes read or written.</param>
internal delegate Errno Transfer(in IoVectors vectors, ulong offset, out uint count);

/// <summary>Splits a long transfer, so that the guest can be cancelled between two parts.</summary>
internal static class SplitTransfer
{
    /// <summary>Transfers the buffers in parts, up to the first error or short part.</summary>
    /// <param name="transfer">Transfers one part.</param>
    /// <param name="vectors">The buffers.</param>
    /// <param name="offset">The offset of the first byte.</param>
    /// <param name="maxPartLength">The maximum number of bytes in a part.</param>
    /// <param name="waiter">The waiter of the calling thread, or null if nothing can cancel the transfer.</param>
    /// <param name="count">The number of bytes read or written.</param>
    /// <returns>An error only if no bytes were transferred.</returns>
    /// <exception cref="WasiExitException">The process has exited.</exception>
    /// <exception cref="System.OperationCanceledException">The process was cancelled.</exception>
    internal static Errno Run(
        Transfer transfer, in IoVectors vectors, ulong offset, int maxPartLength, Waiter? waiter, out uint count)
    {
        count = 0;
        foreach (IoVectors part in vectors.Split(maxPartLength))
        {
            waiter?.ThrowIfEnded();
            Errno error = transfer(part, offset + count, out uint partCount);
            count += partCount;
            if (error != Errno.Success || partCount < part.Length)
            {
                return count > 0 ? Errno.Success : error;
            }
        }

        return Errno.Success;
    }
}
