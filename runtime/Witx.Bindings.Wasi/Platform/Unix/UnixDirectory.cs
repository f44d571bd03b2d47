using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text;
using Witx.Bindings.Wasi.Platform.Unix.Linux;
using Witx.Bindings.Wasi.Platform.Unix.MacOS;

namespace Witx.Bindings.Wasi.Platform.Unix;

/// <summary>A directory of a Unix host, by the <c>*at</c> system calls.</summary>
/// <remarks>The most frequent operations are not inlined, because their callers would clear the buffer for a name at every call.</remarks>
[SkipLocalsInit]
internal sealed unsafe partial class UnixDirectory : DirectoryHandle
{
    private const uint NewDirectoryMode = 0x1ff; // 0777 without the umask of the host
    private const uint NewFileMode = 0x1b6; // 0666 without the umask of the host

    private readonly HostHandle _handle;

    private UnixDirectory(HostHandle handle) => _handle = handle;

    internal static new Errno Open(string path, out DirectoryHandle? directory)
    {
        int flags = Constants.ToOpenFlags(HostOpen.Read | HostOpen.Directory | HostOpen.Follow);
        int descriptor;
        fixed (byte* text = Encoding.UTF8.GetBytes(path + '\0'))
        {
            while ((descriptor = Libc.OpenAt(Constants.AtWorkingDirectory, text, flags, 0)) < 0 && HostErrno.IsInterrupted)
            {
            }
        }

        directory = descriptor < 0 ? null : new UnixDirectory(new HandleFinalizerPool().CreateHandle(descriptor));
        return descriptor < 0 ? HostErrno.Last : Errno.Success;
    }

    public override void Dispose() => _handle.Dispose();

    internal override Errno GetStat(out Filestat stat) => UnixStat.Get(_handle, out stat);

    internal override string? GetRealPath()
    {
        _handle.Acquire();
        try
        {
            return OperatingSystem.IsLinux() ? new FileInfo($"/proc/self/fd/{_handle.Descriptor}").LinkTarget : null;
        }
        finally
        {
            _handle.Release();
        }
    }

    internal override Errno SetTimes(FileTimes times) => UnixFile.SetTimes(_handle, times);

    internal override Errno Sync() => UnixFile.Sync(_handle);

    internal override DirectoryListing List() => OperatingSystem.IsMacOS() ? new MacListing(this) : new LinuxListing(_handle);

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal override Errno GetEntryStat(ReadOnlySpan<byte> name, out Filestat stat)
    {
        NativeName entry = new(name);
        return UnixStat.GetEntry(_handle, entry.Text, out stat);
    }

    internal override Errno SetEntryTimes(ReadOnlySpan<byte> name, FileTimes times)
    {
        if (times.Changes == 0)
        {
            // utimensat with UTIME_OMIT for both timestamps succeeds for an entry that does not exist.
            return GetEntryStat(name, out _);
        }

        NativeName entry = new(name);
        TimeSpec* pair = stackalloc TimeSpec[2];
        UnixFile.WriteTimes(times, pair);
        return ToError(Libc.SetTimesAt(_handle, entry.Text, pair, Constants.AtNoFollow));
    }

    internal override Errno ReadLink(ReadOnlySpan<byte> name, Span<byte> target, out int length)
    {
        NativeName entry = new(name);
        // readlinkat with an empty buffer is EINVAL even for a symbolic link.
        Span<byte> buffer = target.IsEmpty ? stackalloc byte[1] : target;
        fixed (byte* bytes = buffer)
        {
            nint read = Libc.ReadLinkAt(_handle, entry.Text, bytes, (nuint)buffer.Length);
            length = Math.Clamp((int)read, 0, target.Length);
            return read < 0 ? HostErrno.Last : Errno.Success;
        }
    }

    internal override Errno CreateDirectory(ReadOnlySpan<byte> name)
    {
        NativeName entry = new(name);
        return ToError(Libc.MakeDirectoryAt(_handle, entry.Text, NewDirectoryMode));
    }

    internal override Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target)
    {
        NativeName entry = new(name);
        NativePath text = new(target);
        return ToError(Libc.SymlinkAt(text.Text, _handle, entry.Text));
    }

    internal override Errno RemoveDirectory(ReadOnlySpan<byte> name)
    {
        NativeName entry = new(name);
        return ToError(Libc.UnlinkAt(_handle, entry.Text, Constants.AtRemoveDirectory));
    }

    internal override Errno RemoveFile(ReadOnlySpan<byte> name)
    {
        NativeName entry = new(name);
        Errno error = ToError(Libc.UnlinkAt(_handle, entry.Text, 0));

        // POSIX allows EPERM for a directory, and macOS returns it.
        return error == Errno.Perm && UnixStat.GetEntry(_handle, entry.Text, out Filestat stat) == Errno.Success
            && stat.Filetype == Filetype.Directory ? Errno.Isdir : error;
    }

    internal override Errno Link(ReadOnlySpan<byte> name, DirectoryHandle newDirectory, ReadOnlySpan<byte> newName)
    {
        NativeName entry = new(name);
        NativeName newEntry = new(newName);
        return ToError(Libc.LinkAt(_handle, entry.Text, GetHandle(newDirectory), newEntry.Text, 0));
    }

    internal override Errno Rename(ReadOnlySpan<byte> name, DirectoryHandle newDirectory, ReadOnlySpan<byte> newName)
    {
        NativeName entry = new(name);
        NativeName newEntry = new(newName);
        return ToError(Libc.RenameAt(_handle, entry.Text, GetHandle(newDirectory), newEntry.Text));
    }

    private static HostHandle GetHandle(DirectoryHandle directory) => ((UnixDirectory)directory)._handle;

    private static UnixConstants Constants => UnixConstants.Current;

    private static Errno ToError(int result) => result < 0 ? HostErrno.Last : Errno.Success;
}
