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

    [LibraryImport(Library, EntryPoint = "openat", SetLastError = true)]
    internal static partial int OpenAt(SafeHandle directory, byte* name, int flags, uint mode);

    /// <summary>On Apple silicon variadic arguments lie on the stack: five unused ones fill the registers before them.</summary>
    [LibraryImport(Library, EntryPoint = "openat", SetLastError = true)]
    internal static partial int OpenAtOnStack(
        SafeHandle directory, byte* name, int flags, nint unused3, nint unused4, nint unused5, nint unused6, nint unused7, nint mode);

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

    internal static nint Read(SafeHandle file, IoVector* vectors, int count)
    {
        HeldHandle held = new(file);
        return held.End(Read(held.Number, vectors, count));
    }

    internal static nint Write(SafeHandle file, IoVector* vectors, int count)
    {
        HeldHandle held = new(file);
        return held.End(Write(held.Number, vectors, count));
    }

    internal static nint ReadAt(SafeHandle file, IoVector* vectors, int count, long offset)
    {
        HeldHandle held = new(file);
        return held.End(ReadAt(held.Number, vectors, count, offset));
    }

    internal static nint WriteAt(SafeHandle file, IoVector* vectors, int count, long offset)
    {
        HeldHandle held = new(file);
        return held.End(WriteAt(held.Number, vectors, count, offset));
    }

    internal static nint Read(SafeHandle file, void* buffer, nuint length)
    {
        HeldHandle held = new(file);
        return held.End(Read(held.Number, buffer, length));
    }

    internal static nint Write(SafeHandle file, void* buffer, nuint length)
    {
        HeldHandle held = new(file);
        return held.End(Write(held.Number, buffer, length));
    }

    internal static nint ReadAt(SafeHandle file, void* buffer, nuint length, long offset)
    {
        HeldHandle held = new(file);
        return held.End(ReadAt(held.Number, buffer, length, offset));
    }

    internal static nint WriteAt(SafeHandle file, void* buffer, nuint length, long offset)
    {
        HeldHandle held = new(file);
        return held.End(WriteAt(held.Number, buffer, length, offset));
    }

    /// <summary>Answered without entering the kernel, which a transition of the garbage collector's would double.</summary>
    [LibraryImport(Library, EntryPoint = "clock_gettime")]
    [SuppressGCTransition]
    internal static partial int GetTime(int clock, TimeSpec* time);

    [LibraryImport(Library, EntryPoint = "clock_getres")]
    [SuppressGCTransition]
    internal static partial int GetResolution(int clock, TimeSpec* resolution);

    [LibraryImport(Library, EntryPoint = "readv")]
    private static partial nint Read(int file, IoVector* vectors, int count);

    [LibraryImport(Library, EntryPoint = "writev")]
    private static partial nint Write(int file, IoVector* vectors, int count);

    [LibraryImport(Library, EntryPoint = "preadv")]
    private static partial nint ReadAt(int file, IoVector* vectors, int count, long offset);

    [LibraryImport(Library, EntryPoint = "pwritev")]
    private static partial nint WriteAt(int file, IoVector* vectors, int count, long offset);

    [LibraryImport(Library, EntryPoint = "read")]
    private static partial nint Read(int file, void* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "write")]
    private static partial nint Write(int file, void* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "pread")]
    private static partial nint ReadAt(int file, void* buffer, nuint length, long offset);

    [LibraryImport(Library, EntryPoint = "pwrite")]
    private static partial nint WriteAt(int file, void* buffer, nuint length, long offset);
}
