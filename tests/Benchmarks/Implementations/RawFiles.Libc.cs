using System.Runtime.InteropServices;

namespace Benchmarks.Implementations;

/// <content>P/Invokes of libc functions.</content>
internal sealed unsafe partial class RawFiles
{
    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [SuppressGCTransition]
    private static partial int GetTime(int clock, ulong* time);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "lseek")]
    private static partial long Seek(int file, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "mkdirat")]
    private static partial int MakeDirectoryAt(int directory, byte* name, uint mode);

    [LibraryImport("libc", EntryPoint = "openat")]
    private static partial int OpenAt(int directory, byte* name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(Polled* polled, nuint count, int timeout);

    [LibraryImport("libc", EntryPoint = "pread")]
    private static partial nint ReadAt(int file, byte* buffer, nuint length, long offset);

    [LibraryImport("libc", EntryPoint = "preadv")]
    private static partial nint ReadAt(int file, Vector* vectors, int count, long offset);

    [LibraryImport("libc", EntryPoint = "pwrite")]
    private static partial nint WriteAt(int file, byte* buffer, nuint length, long offset);

    [LibraryImport("libc", EntryPoint = "pwritev")]
    private static partial nint WriteAt(int file, Vector* vectors, int count, long offset);

    [LibraryImport("libc", EntryPoint = "fstat")]
    private static partial int Stat(int file, byte* stat);

    [LibraryImport("libc", EntryPoint = "fstatat")]
    private static partial int StatAt(int directory, byte* name, byte* stat, int flags);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int file, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "writev")]
    private static partial nint Write(int file, Vector* vectors, int count);
}
