using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform.Unix.Linux;

/// <summary>System calls of Linux. Those that a C library may lack, and the most frequent ones, are called by number.</summary>
internal static unsafe partial class LinuxLibc
{
    private const string Library = "libc";

    internal static int OpenAt(HostHandle directory, byte* name, int flags, uint mode)
    {
        HandleLease lease = new(directory);
        return (int)lease.End(Call(LinuxConstants.SystemCallOpenAt, lease.Descriptor, name, flags, (nint)mode));
    }

    internal static nint OpenAt2(HostHandle directory, byte* path, OpenHow* how)
    {
        HandleLease lease = new(directory);
        return lease.End(Call(LinuxConstants.SystemCallOpenAt2, lease.Descriptor, path, how, (nuint)sizeof(OpenHow)));
    }

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint OpenAt2(nint number, nint directory, byte* path, OpenHow* how, nuint size);

    internal static nint Stat(HostHandle file, LinuxStat* stat)
    {
        HandleLease lease = new(file);
        return lease.End(Call(LinuxConstants.SystemCallStat, lease.Descriptor, stat));
    }

    /// <summary>Calls <c>fstat</c> on a raw descriptor that no <see cref="HostHandle"/> owns.</summary>
    internal static nint Stat(int file, LinuxStat* stat)
    {
        nint result = Call(LinuxConstants.SystemCallStat, file, stat);
        HandleLease.SaveError(result);
        return result;
    }

    internal static nint StatAt(HostHandle directory, byte* name, LinuxStat* stat, int flags)
    {
        HandleLease lease = new(directory);
        return lease.End(Call(LinuxConstants.SystemCallStatAt, lease.Descriptor, name, stat, flags));
    }

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint GetDirectoryEntries(nint number, HostHandle directory, byte* buffer, nuint length);

    /// <summary>Advises the kernel about memory (<c>madvise</c>).</summary>
    [LibraryImport(Library, EntryPoint = "madvise", SetLastError = true)]
    internal static partial int Advise(void* address, nuint length, int advice);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint GetRandom(nint number, byte* buffer, nuint length, nint flags);

    [LibraryImport(Library, EntryPoint = "syscall")]
    internal static partial nint Close(nint number, nint file);

    [LibraryImport(Library, EntryPoint = "fdatasync", SetLastError = true)]
    internal static partial int DataSync(HostHandle file);

    [LibraryImport(Library, EntryPoint = "fallocate", SetLastError = true)]
    internal static partial int Allocate(HostHandle file, int mode, long offset, long length);

    /// <summary>Announces how a range will be used. Unlike other functions it returns the error number.</summary>
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
