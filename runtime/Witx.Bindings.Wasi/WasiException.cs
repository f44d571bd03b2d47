using System;

namespace Witx.Bindings.Wasi;

/// <summary>A run failed for a reason other than an exception of a host function. Derived types name the reason.</summary>
public class WasiException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public WasiException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">Why the run failed.</param>
    public WasiException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a cause.</summary>
    /// <param name="message">Why the run failed.</param>
    /// <param name="innerException">The cause.</param>
    public WasiException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
