using System;

namespace Witx.Bindings.Wasi;

/// <summary>The exception that is thrown when a WASI program cannot be run, traps, exceeds a limit or finds no capacity.</summary>
/// <remarks>
/// Catch this type for all failures of the program and its run. The derived types name the reason: <see cref="WasiProgramException"/>,
/// <see cref="WasiTrapException"/>, <see cref="WasiLimitException"/>, <see cref="WasiCapacityException"/> and
/// <see cref="WasiExitException"/>. An exception that a host function throws is not wrapped: it is rethrown unchanged.
/// </remarks>
public class WasiException : Exception
{
    /// <summary>Creates an exception with the default message of its type.</summary>
    public WasiException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The reason for the failure, as a sentence.</param>
    public WasiException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and the exception that caused it.</summary>
    /// <param name="message">The reason for the failure, as a sentence.</param>
    /// <param name="innerException">The exception that caused this one.</param>
    public WasiException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
