using System;

namespace Witx.Bindings.Wasi;

/// <summary>The first failure of a standard stream during a run (<see cref="WasiResult.StreamFailures"/>). It is immutable.</summary>
public sealed class WasiStreamFailure
{
    internal WasiStreamFailure(int descriptor, Exception exception) => (Descriptor, Exception) = (descriptor, exception);

    /// <summary>
    /// Gets the descriptor that the guest's process started with: 0 for standard input, 1 for standard output, 2 for standard error.
    /// </summary>
    public int Descriptor { get; }

    /// <summary>Gets the exception that the stream, reader or writer threw.</summary>
    public Exception Exception { get; }

    /// <summary>Returns the name of the stream and the message of the exception.</summary>
    public override string ToString() => $"{Name}: {Exception.Message}";

    /// <summary>The name of the stream in messages.</summary>
    internal string Name => Descriptor switch
    {
        0 => "standard input",
        1 => "standard output",
        _ => "standard error",
    };
}
