using System;

namespace Witx.Bindings.Wasi;

/// <summary>The exception that ends a guest that called <c>proc_exit</c>. It carries the exit code.</summary>
/// <remarks>
/// <see cref="WasiProgram.Run"/> and <see cref="WasiProcess"/>'s <c>Run</c> methods catch it and return the exit code. Calls of a
/// <see cref="WasiInstance"/> throw it, and interceptors see it.
/// </remarks>
public sealed class WasiExitException : WasiException
{
    // The exit code of a process that a signal ended is 128 plus the signal's number, as in POSIX shells.
    private const int SignalBase = 128;

    /// <summary>Creates an exception for exit code 0.</summary>
    public WasiExitException()
        : this(0)
    {
    }

    /// <summary>Creates an exception for an exit code.</summary>
    /// <param name="exitCode">The exit code; 0 means success.</param>
    public WasiExitException(int exitCode)
        : base($"The guest exited with code '{exitCode}'.") =>
        ExitCode = exitCode;

    private WasiExitException(Signal signal)
        : base($"Signal '{signal}' ended the guest.") =>
        (Signal, ExitCode) = (signal, SignalBase + (int)signal);

    /// <summary>Creates an exception for exit code 0 with a message.</summary>
    /// <param name="message">The message.</param>
    public WasiExitException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception for exit code 0 with a message and the exception that caused it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The exception that caused this one.</param>
    public WasiExitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Gets the exit code that the guest passed to <c>proc_exit</c>, or 128 plus the number of the signal that ended it; 0 means success.
    /// </summary>
    /// <remarks>The guest passes 32 bits. A code above 2,147,483,647 is negative here.</remarks>
    public int ExitCode { get; }

    /// <summary>The signal that ended the guest; <c>Signal.None</c> if it exited by itself.</summary>
    internal Signal Signal { get; }

    /// <summary>Creates an exception for a guest that a signal ended: its exit code is 128 plus the number of the signal.</summary>
    internal static WasiExitException FromSignal(Signal signal) => new(signal);
}
