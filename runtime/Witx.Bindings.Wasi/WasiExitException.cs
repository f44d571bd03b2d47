using System;

namespace Witx.Bindings.Wasi;

/// <summary>The guest has ended itself by <c>proc_exit</c>. It unwinds the guest; the host process goes on.</summary>
public sealed class WasiExitException : Exception
{
    /// <summary>Creates an exit with code 0.</summary>
    public WasiExitException()
        : this(0)
    {
    }

    /// <summary>Creates an exit.</summary>
    /// <param name="exitCode">The code that the guest gave; 0 means success.</param>
    public WasiExitException(uint exitCode)
        : base($"The guest exited with code {exitCode}") =>
        ExitCode = exitCode;

    /// <summary>Creates an exit with code 0.</summary>
    /// <param name="message">What to say about it.</param>
    public WasiExitException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exit with code 0.</summary>
    /// <param name="message">What to say about it.</param>
    /// <param name="innerException">What led to it.</param>
    public WasiExitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The code that the guest gave; 0 means success.</summary>
    public uint ExitCode { get; }
}
