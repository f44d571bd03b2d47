using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>An output that ends the process when it has written more bytes than the limit allows.</summary>
/// <param name="output">The output behind the limit, which is closed with this one.</param>
/// <param name="context">Counts the bytes of all outputs of the process.</param>
internal sealed class LimitedOutput(StreamInode output, StandardStreamContext context) : StreamInode(output.FileStat, HostOpen.Write)
{
    internal override Filestat FileStat => output.FileStat;

    internal override uint ReadinessGeneration => output.ReadinessGeneration;

    internal override Errno GetStat(out Filestat stat) => output.GetStat(out stat);

    internal override Errno Sync(Waiter waiter) => output.Sync(waiter);

    internal override Errno DataSync(Waiter waiter) => output.DataSync(waiter);

    internal override Errno Flush(OpenFileDescription file, Waiter waiter) => output.Flush(file, waiter);

    internal override Readiness Poll(OpenFileDescription file, PollEvents interest, Waiter waiter) => output.Poll(file, interest, waiter);

    /// <summary>Writes the bytes up to the limit, and then ends the process if there are more.</summary>
    internal override Errno Write(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        int length = vectors.Length;
        int reserved = context.ReserveOutput(length);
        Errno error = Errno.Success;
        try
        {
            error = reserved > 0 || length == 0 ? output.Write(file, vectors.Cut(reserved), waiter, out count) : Errno.Success;
        }
        finally
        {
            context.ReleaseOutput(reserved - (int)count);
        }

        if (error == Errno.Success && count == reserved && reserved < length)
        {
            context.ExceedOutput();
        }

        return error;
    }

    internal override void Close() => output.Close();
}
