using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Witx.Bindings.Wasi.Platform.Unix.Linux;

/// <summary>Opens paths that cannot leave a directory, resolved by the kernel (<c>openat2(2)</c>, Linux 5.6).</summary>
internal static unsafe class OpenAt2
{
    private const ulong ResolveNoMagicLinks = 0x02;
    private const ulong ResolveNoSymlinks = 0x04;
    private const ulong ResolveBeneath = 0x08;

    // The kernel returns EAGAIN when a rename or mount anywhere on the host races with the resolution of "..".
    private const int MaxAttempts = 8;

    private static int s_missing = Probe() ? 0 : 1;

    /// <summary>Opens a path below a directory. With <paramref name="noSymlinks"/> a symbolic link is <c>Errno.Loop</c> (ELOOP).</summary>
    /// <returns>
    /// <c>Errno.Nosys</c> (ENOSYS) if the caller must resolve the path component by component: the kernel is too old, a seccomp filter
    /// forbids the call, or renames on the host made it fail <see cref="MaxAttempts"/> times.
    /// </returns>
    internal static Errno Open(HostHandle directory, byte* path, int flags, uint mode, bool noSymlinks, out int file)
    {
        file = -1;
        if (Volatile.Read(ref s_missing) != 0)
        {
            return Errno.Nosys;
        }

        OpenHow how = new((uint)flags, mode, ResolveBeneath | ResolveNoMagicLinks | (noSymlinks ? ResolveNoSymlinks : 0));
        for (int attempt = 0; attempt < MaxAttempts;)
        {
            file = (int)LinuxLibc.OpenAt2(directory, path, &how);
            if (file >= 0)
            {
                return Errno.Success;
            }

            switch (HostErrno.Last)
            {
                case Errno.Intr:
                    break;
                case Errno.Again:
                    attempt++;
                    break;
                case Errno.Xdev:
                    return Errno.Perm;
                case Errno.Nosys or Errno.Perm when !Probe():
                    // A seccomp filter was installed after the first probe.
                    Volatile.Write(ref s_missing, 1);
                    return Errno.Nosys;
                case Errno error:
                    return error;
            }
        }

        return Errno.Nosys;
    }

    private static bool Probe()
    {
        byte* here = stackalloc byte[] { (byte)'.', 0 };

        // Unlike openat, openat2 rejects flags that have no meaning with O_PATH, such as O_NOCTTY.
        int flags = LinuxConstants.OpenPathOnly | UnixConstants.Current.OpenDirectory | UnixConstants.Current.OpenCloseOnExec;
        OpenHow how = new((uint)flags, 0, ResolveBeneath);
        nint file = LinuxLibc.OpenAt2(
            LinuxConstants.SystemCallOpenAt2, UnixConstants.Current.AtWorkingDirectory, here, &how, (nuint)sizeof(OpenHow));
        using SafeFileHandle handle = new(file, ownsHandle: true);
        return !handle.IsInvalid;
    }
}
