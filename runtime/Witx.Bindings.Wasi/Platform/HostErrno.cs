using System;
using System.Runtime.InteropServices;
using Witx.Bindings.Wasi.Platform.Unix.Linux;
using Witx.Bindings.Wasi.Platform.Unix.MacOS;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>Converts the host's <c>errno</c> to WASI's <see cref="Errno"/>.</summary>
internal static class HostErrno
{
    private const int InterruptedNumber = 4;

    /// <summary>True if the call that just failed was interrupted by a signal (EINTR), so that the caller repeats it.</summary>
    internal static bool IsInterrupted => Marshal.GetLastPInvokeError() == InterruptedNumber;

    /// <summary>The error of the P/Invoke that just failed on this thread.</summary>
    internal static Errno Last => FromNumber(Marshal.GetLastPInvokeError());

    /// <summary>Converts an error number. Numbers without a counterpart in WASI become <c>Errno.Io</c> (EIO).</summary>
    internal static Errno FromNumber(int number) =>
        OperatingSystem.IsMacOS() ? MacErrno.ToErrno(number) : LinuxErrno.ToErrno(number);
}
