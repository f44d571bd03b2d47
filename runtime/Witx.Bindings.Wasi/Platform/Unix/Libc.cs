using System;
using System.Runtime.InteropServices;
using Witx.Bindings.Wasi.Platform.Unix.Linux;

namespace Witx.Bindings.Wasi.Platform.Unix;

/// <summary>
/// Functions of the C library that every Unix declares alike. Names are NUL-terminated. A result of -1 is a failure, with its number in
/// <see cref="Marshal.GetLastPInvokeError"/>.
/// </summary>
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    /// <summary>
    /// Closes a file descriptor. A write error that <c>close</c> reports is ignored, as POSIX leaves the descriptor closed.
    /// </summary>
    internal static void Close(int descriptor)
    {
        _ = OperatingSystem.IsLinux() ? LinuxLibc.Close(LinuxConstants.SystemCallClose, descriptor) : CloseByName(descriptor);
    }

    [LibraryImport(Library, EntryPoint = "openat", SetLastError = true)]
    internal static partial int OpenAt(int directory, byte* path, int flags, uint mode);

    /// <summary>Resolves a path into a buffer of <c>PATH_MAX</c> bytes. Returns 0 on failure.</summary>
    [LibraryImport(Library, EntryPoint = "realpath", SetLastError = true)]
    internal static partial nint RealPath(byte* path, byte* resolved);

    [LibraryImport(Library, EntryPoint = "geteuid")]
    internal static partial uint EffectiveUser();

    [LibraryImport(Library, EntryPoint = "mkdirat", SetLastError = true)]
    internal static partial int MakeDirectoryAt(HostHandle directory, byte* name, uint mode);

    [LibraryImport(Library, EntryPoint = "unlinkat", SetLastError = true)]
    internal static partial int UnlinkAt(HostHandle directory, byte* name, int flags);

    [LibraryImport(Library, EntryPoint = "linkat", SetLastError = true)]
    internal static partial int LinkAt(HostHandle directory, byte* name, HostHandle newDirectory, byte* newName, int flags);

    [LibraryImport(Library, EntryPoint = "renameat", SetLastError = true)]
    internal static partial int RenameAt(HostHandle directory, byte* name, HostHandle newDirectory, byte* newName);

    [LibraryImport(Library, EntryPoint = "symlinkat", SetLastError = true)]
    internal static partial int SymlinkAt(byte* target, HostHandle directory, byte* name);

    [LibraryImport(Library, EntryPoint = "readlinkat", SetLastError = true)]
    internal static partial nint ReadLinkAt(HostHandle directory, byte* name, byte* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "utimensat", SetLastError = true)]
    internal static partial int SetTimesAt(HostHandle directory, byte* name, TimeSpec* times, int flags);

    [LibraryImport(Library, EntryPoint = "futimens", SetLastError = true)]
    internal static partial int SetTimes(HostHandle file, TimeSpec* times);

    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    internal static partial int Sync(HostHandle file);

    [LibraryImport(Library, EntryPoint = "ftruncate", SetLastError = true)]
    internal static partial int SetSize(HostHandle file, long size);

    [LibraryImport(Library, EntryPoint = "lseek", SetLastError = true)]
    internal static partial long Seek(HostHandle file, long offset, int whence);

    /// <summary>Reads a clock. Without a GC transition, which would double the cost of a call that does not enter the kernel.</summary>
    [LibraryImport(Library, EntryPoint = "clock_gettime")]
    [SuppressGCTransition]
    internal static partial int GetTime(int clock, TimeSpec* time);

    [LibraryImport(Library, EntryPoint = "clock_getres")]
    [SuppressGCTransition]
    internal static partial int GetResolution(int clock, TimeSpec* resolution);

    [LibraryImport(Library, EntryPoint = "close")]
    private static partial int CloseByName(int descriptor);
}
