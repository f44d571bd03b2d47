using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Interop;

/// <summary>Linux's own calls. Those that a C library may lack go by their number.</summary>
internal static unsafe partial class LinuxLibc
{
    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint OpenAt2(nint number, SafeHandle directory, byte* path, OpenHow* how, nuint size);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint OpenAt2(nint number, nint directory, byte* path, OpenHow* how, nuint size);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint StatX(nint number, SafeHandle directory, byte* path, nint flags, nint mask, StatX* stat);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint StatX(nint number, nint directory, byte* path, nint flags, nint mask, StatX* stat);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint GetDirectoryEntries(nint number, SafeHandle directory, byte* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint WriteAt2(
        nint number, SafeHandle file, NativeIoVector* vectors, nint count, nint offset, nint offsetAbove, nint flags);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint GetRandom(nint number, byte* buffer, nuint length, nint flags);

    [LibraryImport(Library, EntryPoint = "fdatasync", SetLastError = true)]
    internal static partial int DataSync(SafeHandle file);

    [LibraryImport(Library, EntryPoint = "fallocate", SetLastError = true)]
    internal static partial int Allocate(SafeHandle file, int mode, long offset, long length);

    /// <summary>The one call that returns the error's number.</summary>
    [LibraryImport(Library, EntryPoint = "posix_fadvise")]
    internal static partial int Advise(SafeHandle file, long offset, long length, int advice);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int CreateEvent(uint value, int flags);

    [LibraryImport(Library, EntryPoint = "ppoll", SetLastError = true)]
    internal static partial int Poll(PollDescriptor* descriptors, nuint count, TimeSpec* timeout, void* signals);
}
