using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Interop;

/// <summary>What a Unix knows about a file, links not followed.</summary>
[SkipLocalsInit]
internal static unsafe class UnixStat
{
    internal static Errno Get(SafeHandle file, out Filestat stat)
    {
        if (OperatingSystem.IsMacOS())
        {
            return MacStat.Get(file, out stat);
        }

        byte nothing = 0;
        return Get(file, &nothing, LinuxNumbers.AtEmptyPath, out stat);
    }

    /// <summary>Of a descriptor that nobody else knows of.</summary>
    internal static Errno Get(int descriptor, out Filestat stat)
    {
        byte nothing = 0;
        StatX native;
        nint result = LinuxLibc.StatX(descriptor, &nothing, LinuxNumbers.AtEmptyPath, &native);
        return Answer(result, native, out stat);
    }

    internal static Errno GetEntry(SafeHandle directory, byte* name, out Filestat stat) =>
        OperatingSystem.IsMacOS()
            ? MacStat.GetEntry(directory, name, out stat)
            : Get(directory, name, UnixNumbers.Current.AtNoFollow, out stat);

    private static Errno Get(SafeHandle directory, byte* name, int flags, out Filestat stat)
    {
        StatX native;
        nint result = LinuxLibc.StatX(directory, name, flags, &native);
        return Answer(result, native, out stat);
    }

    private static Errno Answer(nint result, in StatX native, out Filestat stat)
    {
        stat = result < 0 ? default : native.ToFilestat();
        return result < 0 ? HostErrno.Last : Errno.Success;
    }
}
