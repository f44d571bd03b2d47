using System;
using System.Runtime.CompilerServices;
using Witx.Bindings.Wasi.Platform.Unix.Linux;
using Witx.Bindings.Wasi.Platform.Unix.MacOS;

namespace Witx.Bindings.Wasi.Platform.Unix;

/// <summary>What a Unix knows about a file, links not followed.</summary>
[SkipLocalsInit]
internal static unsafe class UnixStat
{
    internal static Errno Get(HostHandle file, out Filestat stat)
    {
        if (OperatingSystem.IsMacOS())
        {
            MacStat mac;
            return Answer(MacLibc.Stat(file, &mac), mac, out stat);
        }

        LinuxStat linux;
        return Answer(LinuxLibc.Stat(file, &linux), linux, out stat);
    }

    /// <summary>Of a descriptor of Linux that nobody else knows of.</summary>
    internal static Errno Get(int descriptor, out Filestat stat)
    {
        LinuxStat linux;
        return Answer(LinuxLibc.Stat(descriptor, &linux), linux, out stat);
    }

    internal static Errno GetEntry(HostHandle directory, byte* name, out Filestat stat)
    {
        int flags = UnixConstants.Current.AtNoFollow;
        if (OperatingSystem.IsMacOS())
        {
            MacStat mac;
            return Answer(MacLibc.StatAt(directory, name, &mac, flags), mac, out stat);
        }

        LinuxStat linux;
        return Answer(LinuxLibc.StatAt(directory, name, &linux, flags), linux, out stat);
    }

    private static Errno Answer<T>(nint result, in T native, out Filestat stat)
        where T : struct, INativeStat
    {
        stat = result < 0 ? default : native.ToFilestat();
        return result < 0 ? HostErrno.Last : Errno.Success;
    }
}
