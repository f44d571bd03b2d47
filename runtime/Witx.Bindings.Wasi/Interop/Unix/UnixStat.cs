using System;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Interop;

/// <summary>What a Unix knows about a file, links not followed.</summary>
internal static unsafe class UnixStat
{
    internal static Errno Get(SafeHandle file, out Filestat stat) =>
        OperatingSystem.IsMacOS() ? MacStat.Get(file, out stat) : LinuxStat.Get(file, out stat);

    internal static Errno GetEntry(SafeHandle directory, byte* name, out Filestat stat) =>
        OperatingSystem.IsMacOS() ? MacStat.GetEntry(directory, name, out stat) : LinuxStat.GetEntry(directory, name, out stat);
}
