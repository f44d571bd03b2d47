using System;

namespace Witx.Bindings.Wasi;

/// <summary>The exception that is thrown for an invalid WebAssembly module, a module without <c>_start</c>, or an unknown import.</summary>
/// <remarks>Thrown before any code of the program runs.</remarks>
public sealed class WasiProgramException : WasiException
{
    /// <summary>Creates an exception with the default message of its type.</summary>
    public WasiProgramException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The reason why the program cannot be run, as a sentence.</param>
    public WasiProgramException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and the exception that caused it.</summary>
    /// <param name="message">The reason why the program cannot be run, as a sentence.</param>
    /// <param name="innerException">The exception that caused this one.</param>
    public WasiProgramException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
