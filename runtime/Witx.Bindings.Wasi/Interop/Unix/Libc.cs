using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Interop;

/// <summary>The C library's calls that every Unix declares alike. Names are NUL-terminated; −1 is a failure whose number the last error holds.</summary>
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    /// <summary>Whatever it answers, the number is free.</summary>
    [LibraryImport(Library, EntryPoint = "close")]
    internal static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "openat", SetLastError = true)]
    internal static partial int OpenAt(int directory, byte* path, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "mkdirat", SetLastError = true)]
    internal static partial int MakeDirectoryAt(SafeHandle directory, byte* name, uint mode);

    [LibraryImport(Library, EntryPoint = "unlinkat", SetLastError = true)]
    internal static partial int UnlinkAt(SafeHandle directory, byte* name, int flags);

    [LibraryImport(Library, EntryPoint = "linkat", SetLastError = true)]
    internal static partial int LinkAt(SafeHandle directory, byte* name, SafeHandle newDirectory, byte* newName, int flags);

    [LibraryImport(Library, EntryPoint = "renameat", SetLastError = true)]
    internal static partial int RenameAt(SafeHandle directory, byte* name, SafeHandle newDirectory, byte* newName);

    [LibraryImport(Library, EntryPoint = "symlinkat", SetLastError = true)]
    internal static partial int SymlinkAt(byte* target, SafeHandle directory, byte* name);

    [LibraryImport(Library, EntryPoint = "readlinkat", SetLastError = true)]
    internal static partial nint ReadLinkAt(SafeHandle directory, byte* name, byte* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "utimensat", SetLastError = true)]
    internal static partial int SetTimesAt(SafeHandle directory, byte* name, TimeSpec* times, int flags);

    [LibraryImport(Library, EntryPoint = "futimens", SetLastError = true)]
    internal static partial int SetTimes(SafeHandle file, TimeSpec* times);

    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    internal static partial int Sync(SafeHandle file);

    [LibraryImport(Library, EntryPoint = "ftruncate", SetLastError = true)]
    internal static partial int SetSize(SafeHandle file, long size);

    [LibraryImport(Library, EntryPoint = "lseek", SetLastError = true)]
    internal static partial long Seek(SafeHandle file, long offset, int whence);

    /// <summary>Answered without entering the kernel, which a transition of the garbage collector's would double.</summary>
    [LibraryImport(Library, EntryPoint = "clock_gettime")]
    [SuppressGCTransition]
    internal static partial int GetTime(int clock, TimeSpec* time);

    [LibraryImport(Library, EntryPoint = "clock_getres")]
    [SuppressGCTransition]
    internal static partial int GetResolution(int clock, TimeSpec* resolution);
}
