namespace Witx.Bindings.Wasi;

/// <summary>The way in which a process of a guest has ended.</summary>
/// <param name="ExitCode">The exit code; 128 plus the number of the signal if a signal ended the process.</param>
/// <param name="Signal">The signal that ended the process; <c>Signal.None</c> if it exited by itself.</param>
/// <remarks>
/// A process that trapped has the status of the signal that POSIX sends for it: <c>Signal.Abrt</c> for <c>unreachable</c>,
/// <c>Signal.Segv</c> for an access outside of its memory or stack, <c>Signal.Fpe</c> for arithmetic, <c>Signal.Ill</c> for others.
/// </remarks>
public readonly record struct WasiExitStatus(int ExitCode, WasiTypes.Signal Signal = WasiTypes.Signal.None)
{
    // As in POSIX shells.
    private const int SignalBase = 128;

    /// <summary>Returns the status of a process that an exception unwinds because it has exited.</summary>
    internal static WasiExitStatus FromExit(WasiExitException exit) => new(exit.ExitCode, exit.Signal);

    /// <summary>Returns the status of a process that a signal ended.</summary>
    internal static WasiExitStatus FromSignal(WasiTypes.Signal signal) => new(SignalBase + (int)signal, signal);
}
