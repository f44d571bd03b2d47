using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform.Unix.Linux;

/// <summary>
/// Reads and writes through <c>syscall(2)</c> by number. The C library's own wrappers are thread cancellation points, which cost two atomic
/// operations a call in a process with several threads; the threads of .NET are never cancelled in that way.
/// </summary>
internal static unsafe partial class LinuxIo
{
    private const int WriteAppend = 0x10;

    internal static nint Read(int file, void* buffer, nuint length) => Call(LinuxConstants.SystemCallRead, file, buffer, length);

    internal static nint Write(int file, void* buffer, nuint length) => Call(LinuxConstants.SystemCallWrite, file, buffer, length);

    internal static nint ReadAt(int file, void* buffer, nuint length, long offset) =>
        Call(LinuxConstants.SystemCallReadAt, file, buffer, length, (nint)offset);

    internal static nint WriteAt(int file, void* buffer, nuint length, long offset) =>
        Call(LinuxConstants.SystemCallWriteAt, file, buffer, length, (nint)offset);

    internal static nint ReadVectors(int file, IoVector* vectors, int count) =>
        Call(LinuxConstants.SystemCallReadVectors, file, vectors, (nuint)count);

    internal static nint WriteVectors(int file, IoVector* vectors, int count) =>
        Call(LinuxConstants.SystemCallWriteVectors, file, vectors, (nuint)count);

    internal static nint ReadVectorsAt(int file, IoVector* vectors, int count, long offset) =>
        Call(LinuxConstants.SystemCallReadVectorsAt, file, vectors, (nuint)count, (nint)offset);

    internal static nint WriteVectorsAt(int file, IoVector* vectors, int count, long offset) =>
        Call(LinuxConstants.SystemCallWriteVectorsAt, file, vectors, (nuint)count, (nint)offset);

    /// <summary>
    /// Appends to the file. Offset -1 is the file descriptor's own position, which the call moves to the end of the written data.
    /// </summary>
    internal static nint AppendVectors(int file, IoVector* vectors, int count) =>
        Call(LinuxConstants.SystemCallWriteVectorsAt2, file, vectors, (nuint)count, -1, -1, WriteAppend);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Call(nint number, nint file, void* data, nuint count, nint offset = 0);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Call(nint number, nint file, void* data, nuint count, nint offset, nint offsetHigh, nint flags);
}
