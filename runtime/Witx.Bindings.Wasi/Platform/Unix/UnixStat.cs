using System;
using System.Runtime.CompilerServices;
using Witx.Bindings.Wasi.Platform.Unix.Linux;
using Witx.Bindings.Wasi.Platform.Unix.MacOS;

namespace Witx.Bindings.Wasi.Platform.Unix;

/// <summary>Returns the attributes of files. Symbolic links are not followed.</summary>
[SkipLocalsInit]
internal static unsafe class UnixStat
{
    internal static Errno Get(HostHandle file, out Filestat stat)
    {
        if (OperatingSystem.IsMacOS())
        {
            MacStat mac;
            return ToStat(MacLibc.Stat(file, &mac), mac, out stat);
        }

        LinuxStat linux;
        return ToStat(LinuxLibc.Stat(file, &linux), linux, out stat);
    }

    /// <summary>Calls <c>fstat</c> on a raw descriptor that no <see cref="HostHandle"/> owns. Linux only.</summary>
    internal static Errno Get(int descriptor, out Filestat stat)
    {
        LinuxStat linux;
        return ToStat(LinuxLibc.Stat(descriptor, &linux), linux, out stat);
    }

    internal static Errno GetEntry(HostHandle directory, byte* name, out Filestat stat)
    {
        int flags = UnixConstants.Current.AtNoFollow;
        if (OperatingSystem.IsMacOS())
        {
            MacStat mac;
            return ToStat(MacLibc.StatAt(directory, name, &mac, flags), mac, out stat);
        }

        LinuxStat linux;
        return ToStat(LinuxLibc.StatAt(directory, name, &linux, flags), linux, out stat);
    }

    private static Errno ToStat<T>(nint result, in T native, out Filestat stat)
        where T : struct, INativeStat
    {
        stat = result < 0 ? default : native.ToFilestat();
        return result < 0 ? HostErrno.Last : Errno.Success;
    }
}
