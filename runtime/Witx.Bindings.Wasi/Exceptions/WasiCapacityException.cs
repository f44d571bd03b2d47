using System;

namespace Witx.Bindings.Wasi;

/// <summary>The exception that is thrown when a host has no capacity for another guest or call, and it cannot wait for it.</summary>
/// <remarks>
/// A call waits for capacity unless its queue is full (<see cref="WasiHostOptions.MaxQueuedGuests"/>), or its thread runs a guest: such a
/// thread could wait for itself. It is also thrown if the operating system refuses to start a thread. Reject the work, or try again later.
/// </remarks>
public sealed class WasiCapacityException : WasiException
{
    /// <summary>Creates an exception with the default message of its type.</summary>
    public WasiCapacityException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The resource that is exhausted, as a sentence.</param>
    public WasiCapacityException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and the exception that caused it.</summary>
    /// <param name="message">The resource that is exhausted, as a sentence.</param>
    /// <param name="innerException">The exception that caused this one.</param>
    public WasiCapacityException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
