using System;
using System.Runtime.CompilerServices;
using Witx.Bindings.Wasi.Platform.Unix.Linux;
using Witx.Bindings.Wasi.Platform.Unix.MacOS;

namespace Witx.Bindings.Wasi.Platform.Unix;

/// <content>Opening: one name by <c>openat</c>, whole paths by <c>openat2</c> where there is one.</content>
internal sealed unsafe partial class UnixDirectory
{
    private static int PlaceFlags => Numbers.OpenPlace | Numbers.OpenDirectory | Numbers.OpenCloseOnExec;

    internal override Errno OpenEntry(ReadOnlySpan<byte> name, HostOpen open, out IDisposable? handle, out Filestat stat)
    {
        (handle, stat) = (null, default);
        Errno error = OpenEntry(name, Numbers.ToOpenFlags(open), out int descriptor);
        return error == Errno.Success ? Adopt(descriptor, open, out handle, out stat) : error;
    }

    internal override Errno OpenForTraversal(ReadOnlySpan<byte> name, out DirectoryHandle? place)
    {
        Errno error = OpenEntry(name, PlaceFlags | Numbers.OpenNoFollow, out int descriptor);
        place = error == Errno.Success ? new UnixDirectory(_handle.Custody.Hold(descriptor)) : null;

        // Which of the two a link is differs between systems.
        return error == Errno.Loop ? Errno.Notdir : error;
    }

    internal override Errno OpenBeneath(ReadOnlySpan<byte> path, HostOpen open, bool straight, out IDisposable? handle, out Filestat stat)
    {
        (handle, stat) = (null, default);
        uint mode = open.HasFlag(HostOpen.Create) ? NewFileMode : 0;
        Errno error = OpenBeneath(path, Numbers.ToOpenFlags(open), mode, straight, out int descriptor);
        return error == Errno.Success ? Adopt(descriptor, open, out handle, out stat) : error;
    }

    internal override Errno OpenForTraversalBeneath(ReadOnlySpan<byte> path, bool straight, out DirectoryHandle? place)
    {
        Errno error = OpenBeneath(path, PlaceFlags, 0, straight, out int descriptor);
        place = error == Errno.Success ? new UnixDirectory(_handle.Custody.Hold(descriptor)) : null;
        return error;
    }

    internal override Errno GetStatBeneath(ReadOnlySpan<byte> path, bool follow, bool straight, out Filestat stat)
    {
        stat = default;
        int flags = LinuxConstants.OpenPathOnly | Numbers.OpenCloseOnExec | (follow ? 0 : Numbers.OpenNoFollow);
        Errno error = OpenBeneath(path, flags, 0, straight, out int descriptor);
        if (error != Errno.Success)
        {
            return error;
        }

        error = UnixStat.Get(descriptor, out stat);
        Libc.Close(descriptor);
        return error;
    }

    /// <summary>Opens the directory once more, with a position of its own.</summary>
    internal Errno Reopen(out int descriptor) => OpenEntry("."u8, Numbers.ToOpenFlags(HostOpen.Read | HostOpen.Directory), out descriptor);

    /// <summary>The handle of a directory in place of one that was opened without being asked, if it is one.</summary>
    internal static IDisposable CreateHandle(HostHandle opened, in Filestat stat) => stat.Filetype == Filetype.Directory ? new UnixDirectory(opened) : opened;

    private Errno Adopt(int descriptor, HostOpen open, out IDisposable? handle, out Filestat stat)
    {
        HostHandle opened = _handle.Custody.Hold(descriptor);
        if ((open & (HostOpen.DeferStat | HostOpen.Directory)) == HostOpen.DeferStat)
        {
            (handle, stat) = (opened, default);
            return Errno.Success;
        }

        Errno error = UnixStat.Get(opened, out stat);
        if (error != Errno.Success)
        {
            opened.Dispose();
            handle = null;
            return error;
        }

        handle = CreateHandle(opened, stat);
        return Errno.Success;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Errno OpenEntry(ReadOnlySpan<byte> name, int flags, out int descriptor)
    {
        NativeName entry = new(name);
        do
        {
            descriptor = OperatingSystem.IsMacOS()
                ? MacLibc.OpenAt(_handle, entry.Text, flags, NewFileMode)
                : LinuxLibc.OpenAt(_handle, entry.Text, flags, NewFileMode);
        }
        while (descriptor < 0 && HostErrno.Interrupted);
        return Answer(descriptor);
    }

    private Errno OpenBeneath(ReadOnlySpan<byte> path, int flags, uint mode, bool straight, out int descriptor)
    {
        descriptor = -1;
        if (!OperatingSystem.IsLinux())
        {
            return Errno.Nosys;
        }

        return path.Length <= NativeName.MaxLength
            ? OpenBeneathShort(path, flags, mode, straight, out descriptor)
            : OpenBeneathLong(path, flags, mode, straight, out descriptor);
    }

    private Errno OpenBeneathShort(ReadOnlySpan<byte> path, int flags, uint mode, bool straight, out int descriptor)
    {
        NativeName text = new(path);
        return OpenAt2.Open(_handle, text.Text, flags, mode, straight, out descriptor);
    }

    private Errno OpenBeneathLong(ReadOnlySpan<byte> path, int flags, uint mode, bool straight, out int descriptor)
    {
        NativePath text = new(path);
        return OpenAt2.Open(_handle, text.Text, flags, mode, straight, out descriptor);
    }
}
