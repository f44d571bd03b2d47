using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Witx.Bindings.Wasi.Platform.Unix.Linux;

/// <summary>Whole paths resolved by the kernel, beneath a directory that they cannot leave (<c>openat2</c>, Linux 5.6).</summary>
internal static unsafe class OpenAt2
{
    private const ulong ResolveNoMagicLinks = 0x02;
    private const ulong ResolveNoLinks = 0x04;
    private const ulong ResolveBeneath = 0x08;

    // A rename or mount anywhere on the host makes the kernel doubt a "..": it asks to be called again.
    private const int MaxAttempts = 8;

    private static int _missing = Probe() ? 0 : 1;

    /// <summary>Opens a path beneath a directory; when it is to go straight, a link on the way is <c>loop</c>.</summary>
    /// <returns><c>nosys</c> where the walker has to do it: the kernel is too old, a filter forbids the call, or the host's renames starve it.</returns>
    internal static Errno Open(HostHandle directory, byte* path, int flags, uint mode, bool straight, out int file)
    {
        file = -1;
        if (Volatile.Read(ref _missing) != 0)
        {
            return Errno.Nosys;
        }

        OpenHow how = new((uint)flags, mode, ResolveBeneath | ResolveNoMagicLinks | (straight ? ResolveNoLinks : 0));
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
                    // A filter that came after the first probe.
                    Volatile.Write(ref _missing, 1);
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

        // Unlike openat it refuses what has no meaning for a mere place, such as O_NOCTTY.
        int flags = LinuxConstants.OpenPathOnly | UnixConstants.Current.OpenDirectory | UnixConstants.Current.OpenCloseOnExec;
        OpenHow how = new((uint)flags, 0, ResolveBeneath);
        nint file = LinuxLibc.OpenAt2(
            LinuxConstants.SystemCallOpenAt2, UnixConstants.Current.AtWorkingDirectory, here, &how, (nuint)sizeof(OpenHow));
        using SafeFileHandle handle = new(file, ownsHandle: true);
        return !handle.IsInvalid;
    }
}
