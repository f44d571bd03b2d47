using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform.Unix.Linux;

/// <summary>Linux's own calls. Those that a C library may lack go by their number.</summary>
internal static unsafe partial class LinuxLibc
{
    private const string Library = "libc";

    internal static int OpenAt(HostHandle directory, byte* name, int flags, uint mode)
    {
        HandleLease held = new(directory);
        return (int)held.End(Call(LinuxConstants.SystemCallOpenAt, held.Number, name, flags, (nint)mode));
    }

    internal static nint OpenAt2(HostHandle directory, byte* path, OpenHow* how)
    {
        HandleLease held = new(directory);
        return held.End(Call(LinuxConstants.SystemCallOpenAt2, held.Number, path, how, (nuint)sizeof(OpenHow)));
    }

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint OpenAt2(nint number, nint directory, byte* path, OpenHow* how, nuint size);

    internal static nint Stat(HostHandle file, LinuxStat* stat)
    {
        HandleLease held = new(file);
        return held.End(Call(LinuxConstants.SystemCallStat, held.Number, stat));
    }

    /// <summary>Of a number that nobody else knows of.</summary>
    internal static nint Stat(int file, LinuxStat* stat)
    {
        nint result = Call(LinuxConstants.SystemCallStat, file, stat);
        HandleLease.KeepError(result);
        return result;
    }

    internal static nint StatAt(HostHandle directory, byte* name, LinuxStat* stat, int flags)
    {
        HandleLease held = new(directory);
        return held.End(Call(LinuxConstants.SystemCallStatAt, held.Number, name, stat, flags));
    }

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint GetDirectoryEntries(nint number, HostHandle directory, byte* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint GetRandom(nint number, byte* buffer, nuint length, nint flags);

    [LibraryImport(Library, EntryPoint = "syscall")]
    internal static partial nint Close(nint number, nint file);

    [LibraryImport(Library, EntryPoint = "fdatasync", SetLastError = true)]
    internal static partial int DataSync(HostHandle file);

    [LibraryImport(Library, EntryPoint = "fallocate", SetLastError = true)]
    internal static partial int Allocate(HostHandle file, int mode, long offset, long length);

    /// <summary>The one call that returns the error's number.</summary>
    [LibraryImport(Library, EntryPoint = "posix_fadvise")]
    internal static partial int Advise(HostHandle file, long offset, long length, int advice);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int CreateEvent(uint value, int flags);

    [LibraryImport(Library, EntryPoint = "recvmsg", SetLastError = true)]
    internal static partial nint Receive(HostHandle socket, MsgHdr* message, int flags);

    [LibraryImport(Library, EntryPoint = "sendmsg", SetLastError = true)]
    internal static partial nint Send(HostHandle socket, MsgHdr* message, int flags);

    [LibraryImport(Library, EntryPoint = "tcgetattr", SetLastError = true)]
    internal static partial int GetTerminal(HostHandle file, Termios* state);

    [LibraryImport(Library, EntryPoint = "tcsetattr", SetLastError = true)]
    internal static partial int SetTerminal(HostHandle file, int when, Termios* state);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int GetWindowSize(HostHandle file, nuint request, ushort* size);

    [LibraryImport(Library, EntryPoint = "ppoll", SetLastError = true)]
    internal static partial int Poll(PollDescriptor* descriptors, nuint count, TimeSpec* timeout, void* signals);

    [LibraryImport(Library, EntryPoint = "syscall")]
    private static partial nint Call(nint number, nint directory, byte* name, nint flags, nint mode);

    [LibraryImport(Library, EntryPoint = "syscall")]
    private static partial nint Call(nint number, nint directory, byte* path, OpenHow* how, nuint size);

    [LibraryImport(Library, EntryPoint = "syscall")]
    private static partial nint Call(nint number, nint file, LinuxStat* stat);

    [LibraryImport(Library, EntryPoint = "syscall")]
    private static partial nint Call(nint number, nint directory, byte* name, LinuxStat* stat, nint flags);
}
