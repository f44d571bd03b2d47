using System;

namespace Witx.Bindings.Wasi;

/// <summary>A program cannot be run: it is not a valid module, not a command, or imports functions that the host does not have.</summary>
/// <remarks>Thrown before any code of the program runs.</remarks>
public sealed class WasiProgramException : WasiException
{
    /// <summary>Creates an exception without a message.</summary>
    public WasiProgramException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">Why the program cannot be run.</param>
    public WasiProgramException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a cause.</summary>
    /// <param name="message">Why the program cannot be run.</param>
    /// <param name="innerException">The cause.</param>
    public WasiProgramException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
