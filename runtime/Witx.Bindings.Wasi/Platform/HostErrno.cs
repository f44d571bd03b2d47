using System;
using System.Runtime.InteropServices;
using Witx.Bindings.Wasi.Platform.Unix.Linux;
using Witx.Bindings.Wasi.Platform.Unix.MacOS;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>The host's error numbers as WASI names them, one to one.</summary>
internal static class HostErrno
{
    private const int InterruptedNumber = 4;

    /// <summary>Whether the call that just failed was only interrupted by a signal and is to be made again.</summary>
    internal static bool Interrupted => Marshal.GetLastPInvokeError() == InterruptedNumber;

    /// <summary>The error of the call that just failed.</summary>
    internal static Errno Last => FromNumber(Marshal.GetLastPInvokeError());

    internal static Errno FromNumber(int number) =>
        OperatingSystem.IsMacOS() ? MacErrno.ToErrno(number) : LinuxErrno.ToErrno(number);
}
