using System;

namespace Witx.Bindings.Wasi;

/// <summary>The exception that is thrown when a guest was ended because it exceeded a limit of <see cref="WasiLimits"/>.</summary>
/// <remarks>Most limits do not end a guest: its call fails with an error code instead, as each limit documents.</remarks>
public sealed class WasiLimitException : WasiException
{
    /// <summary>Creates an exception with the default message of its type.</summary>
    public WasiLimitException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The limit and its value, as a sentence.</param>
    public WasiLimitException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and the exception that caused it.</summary>
    /// <param name="message">The limit and its value, as a sentence.</param>
    /// <param name="innerException">The exception that caused this one.</param>
    public WasiLimitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal WasiLimitException(string limit, string message, Exception? innerException = null)
        : base(message, innerException!) => Limit = limit;

    /// <summary>
    /// Gets the name of the property of <see cref="WasiLimits"/> that the guest exceeded, or null if the exception was not created by the
    /// host.
    /// </summary>
    public string? Limit { get; }
}
