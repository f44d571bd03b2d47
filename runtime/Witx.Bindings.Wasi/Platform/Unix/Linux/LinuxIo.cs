using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform.Unix.Linux;

/// <summary>
/// Moves data by the numbers of the system calls. The C library's functions of their names are points at which a thread may be cancelled:
/// in a process of several threads that is two atomic operations for each call, and no thread here is ever cancelled.
/// </summary>
internal static unsafe partial class LinuxIo
{
    private const int WriteAppend = 0x10;

    /// <summary>Moves what one call moves.</summary>
    /// <param name="transfer">How.</param>
    /// <param name="single">Whether the data is one buffer.</param>
    /// <param name="file">The open file.</param>
    /// <param name="data">The buffer or the vectors.</param>
    /// <param name="count">The length of the buffer or the number of vectors.</param>
    /// <param name="offset">Where in the file, for those that say.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static nint Move(Transfer transfer, bool single, HostHandle file, void* data, nuint count, long offset)
    {
        HandleLease held = new(file);
        nint number = LinuxConstants.SystemCallOf(transfer, single);
        return held.End(transfer == Transfer.Append
            // Offset −1 is the descriptor's own position, which the call leaves at the end of what it wrote.
            ? Append(number, held.Number, data, count, -1, -1, WriteAppend)
            : Move(number, held.Number, data, count, (nint)offset));
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Move(nint number, nint file, void* data, nuint count, nint offset);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Append(nint number, nint file, void* data, nuint count, nint offset, nint offsetAbove, nint flags);
}
