using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Witx.Bindings.Wasi.Interop;

/// <content>Opening: one name by <c>openat</c>, whole paths by <c>openat2</c> where there is one.</content>
internal sealed unsafe partial class UnixDirectory
{
    private static int PlaceFlags => Numbers.OpenPlace | Numbers.OpenDirectory | Numbers.OpenCloseOnExec;

    internal override Errno OpenEntry(ReadOnlySpan<byte> name, HostOpen open, out SafeHandle? handle, out Filestat stat)
    {
        (handle, stat) = (null, default);
        Errno error = OpenEntry(name, Numbers.ToOpenFlags(open), out int descriptor);
        return error == Errno.Success ? Adopt(descriptor, open, out handle, out stat) : error;
    }

    internal override Errno OpenPlace(ReadOnlySpan<byte> name, out DirectoryHandle? place)
    {
        Errno error = OpenEntry(name, PlaceFlags | Numbers.OpenNoFollow, out int descriptor);
        place = error == Errno.Success ? new UnixDirectory(descriptor) : null;

        // Which of the two a link is differs between systems.
        return error == Errno.Loop ? Errno.Notdir : error;
    }

    internal override Errno OpenBeneath(ReadOnlySpan<byte> path, HostOpen open, bool straight, out SafeHandle? handle, out Filestat stat)
    {
        (handle, stat) = (null, default);
        uint mode = open.HasFlag(HostOpen.Create) ? NewFileMode : 0;
        Errno error = OpenBeneath(path, Numbers.ToOpenFlags(open), mode, straight, out int descriptor);
        return error == Errno.Success ? Adopt(descriptor, open, out handle, out stat) : error;
    }

    internal override Errno OpenPlaceBeneath(ReadOnlySpan<byte> path, bool straight, out DirectoryHandle? place)
    {
        Errno error = OpenBeneath(path, PlaceFlags, 0, straight, out int descriptor);
        place = error == Errno.Success ? new UnixDirectory(descriptor) : null;
        return error;
    }

    internal override Errno GetStatBeneath(ReadOnlySpan<byte> path, bool follow, bool straight, out Filestat stat)
    {
        stat = default;
        int flags = LinuxNumbers.OpenPathOnly | Numbers.OpenCloseOnExec | (follow ? 0 : Numbers.OpenNoFollow);
        Errno error = OpenBeneath(path, flags, 0, straight, out int descriptor);
        if (error != Errno.Success)
        {
            return error;
        }

        error = UnixStat.Get(descriptor, out stat);
        _ = Libc.Close(descriptor);
        return error;
    }

    /// <summary>Opens the directory once more, with a position of its own.</summary>
    internal Errno Reopen(out int descriptor) => OpenEntry("."u8, Numbers.ToOpenFlags(HostOpen.Read | HostOpen.Directory), out descriptor);

    /// <summary>The handle of a directory in place of one that was opened without being asked, if it is one.</summary>
    internal static SafeHandle Over(SafeFileHandle opened, in Filestat stat)
    {
        if (stat.Filetype != Filetype.Directory)
        {
            return opened;
        }

        UnixDirectory directory = new((int)opened.DangerousGetHandle());
        opened.SetHandleAsInvalid();
        return directory;
    }

    private static Errno Adopt(int descriptor, HostOpen open, out SafeHandle? handle, out Filestat stat)
    {
        SafeFileHandle file = new(descriptor, ownsHandle: true);
        if ((open & (HostOpen.Unasked | HostOpen.Directory)) == HostOpen.Unasked)
        {
            (handle, stat) = (file, default);
            return Errno.Success;
        }

        Errno error = UnixStat.Get(file, out stat);
        if (error != Errno.Success)
        {
            file.Dispose();
            handle = null;
            return error;
        }

        handle = Over(file, stat);
        return Errno.Success;
    }

    private Errno OpenEntry(ReadOnlySpan<byte> name, int flags, out int descriptor)
    {
        NativeName entry = new(name);
        do
        {
            descriptor = OperatingSystem.IsMacOS()
                ? MacLibc.OpenAt(this, entry.Text, flags, NewFileMode)
                : LinuxLibc.OpenAt(this, entry.Text, flags, NewFileMode);
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
        return OpenAt2.Open(this, text.Text, flags, mode, straight, out descriptor);
    }

    private Errno OpenBeneathLong(ReadOnlySpan<byte> path, int flags, uint mode, bool straight, out int descriptor)
    {
        NativePath text = new(path);
        return OpenAt2.Open(this, text.Text, flags, mode, straight, out descriptor);
    }
}
