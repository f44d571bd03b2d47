using System;
using System.Runtime.CompilerServices;
using Witx.Bindings.Wasi.Platform.Unix.Linux;
using Witx.Bindings.Wasi.Platform.Unix.MacOS;

namespace Witx.Bindings.Wasi.Platform.Unix;

/// <content>Opens path components by <c>openat</c>, and paths by <c>openat2</c> on Linux.</content>
internal sealed unsafe partial class UnixDirectory
{
    private static int TraversalFlags => Constants.OpenForTraversal | Constants.OpenDirectory | Constants.OpenCloseOnExec;

    internal override Errno OpenEntry(ReadOnlySpan<byte> name, HostOpen open, out IDisposable? handle, out Filestat stat)
    {
        (handle, stat) = (null, default);
        Errno error = OpenEntry(name, Constants.ToOpenFlags(open), out int descriptor);
        return error == Errno.Success ? CreateHandle(descriptor, open, out handle, out stat) : error;
    }

    internal override Errno OpenForTraversal(ReadOnlySpan<byte> name, out DirectoryHandle? directory)
    {
        Errno error = OpenEntry(name, TraversalFlags | Constants.OpenNoFollow, out int descriptor);
        directory = error == Errno.Success ? new UnixDirectory(_handle.FinalizerPool.CreateHandle(descriptor)) : null;

        // O_NOFOLLOW with O_DIRECTORY is ELOOP or ENOTDIR for a symbolic link, depending on the system.
        return error == Errno.Loop ? Errno.Notdir : error;
    }

    internal override Errno OpenBeneath(ReadOnlySpan<byte> path, HostOpen open, bool noSymlinks, out IDisposable? handle, out Filestat stat)
    {
        (handle, stat) = (null, default);
        uint mode = open.HasFlag(HostOpen.Create) ? NewFileMode : 0;
        Errno error = OpenBeneath(path, Constants.ToOpenFlags(open), mode, noSymlinks, out int descriptor);
        return error == Errno.Success ? CreateHandle(descriptor, open, out handle, out stat) : error;
    }

    internal override Errno OpenForTraversalBeneath(ReadOnlySpan<byte> path, bool noSymlinks, out DirectoryHandle? directory)
    {
        Errno error = OpenBeneath(path, TraversalFlags, 0, noSymlinks, out int descriptor);
        directory = error == Errno.Success ? new UnixDirectory(_handle.FinalizerPool.CreateHandle(descriptor)) : null;
        return error;
    }

    internal override Errno GetStatBeneath(ReadOnlySpan<byte> path, bool follow, bool noSymlinks, out Filestat stat)
    {
        stat = default;
        int flags = LinuxConstants.OpenPathOnly | Constants.OpenCloseOnExec | (follow ? 0 : Constants.OpenNoFollow);
        Errno error = OpenBeneath(path, flags, 0, noSymlinks, out int descriptor);
        if (error != Errno.Success)
        {
            return error;
        }

        error = UnixStat.Get(descriptor, out stat);
        Libc.Close(descriptor);
        return error;
    }

    /// <summary>Opens the directory again, with a position of its own.</summary>
    internal Errno Reopen(out int descriptor) =>
        OpenEntry("."u8, Constants.ToOpenFlags(HostOpen.Read | HostOpen.Directory), out descriptor);

    /// <summary>
    /// Creates a directory handle if the file is a directory; otherwise returns the handle itself. For opens with a deferred stat.
    /// </summary>
    internal static IDisposable CreateHandle(HostHandle opened, in Filestat stat) =>
        stat.Filetype == Filetype.Directory ? new UnixDirectory(opened) : opened;

    private Errno CreateHandle(int descriptor, HostOpen open, out IDisposable? handle, out Filestat stat)
    {
        HostHandle opened = _handle.FinalizerPool.CreateHandle(descriptor);
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
        while (descriptor < 0 && HostErrno.IsInterrupted);
        return ToError(descriptor);
    }

    private Errno OpenBeneath(ReadOnlySpan<byte> path, int flags, uint mode, bool noSymlinks, out int descriptor)
    {
        descriptor = -1;
        if (!OperatingSystem.IsLinux())
        {
            return Errno.Nosys;
        }

        return path.Length <= PathLimits.MaxNameLength
            ? OpenBeneathShort(path, flags, mode, noSymlinks, out descriptor)
            : OpenBeneathLong(path, flags, mode, noSymlinks, out descriptor);
    }

    private Errno OpenBeneathShort(ReadOnlySpan<byte> path, int flags, uint mode, bool noSymlinks, out int descriptor)
    {
        NativeName text = new(path);
        return OpenAt2.Open(_handle, text.Text, flags, mode, noSymlinks, out descriptor);
    }

    private Errno OpenBeneathLong(ReadOnlySpan<byte> path, int flags, uint mode, bool noSymlinks, out int descriptor)
    {
        NativePath text = new(path);
        return OpenAt2.Open(_handle, text.Text, flags, mode, noSymlinks, out descriptor);
    }
}
