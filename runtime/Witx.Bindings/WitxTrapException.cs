using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;

namespace Witx.Bindings;

/// <summary>The exception that traps the guest. Throw it in a host function to end the call of the guest.</summary>
/// <remarks>The embedder's call into the guest throws the same exception object, with <see cref="GuestFrames"/> set.</remarks>
public class WitxTrapException : Exception
{
    /// <summary>Creates a trap with the default message.</summary>
    public WitxTrapException()
    {
    }

    /// <summary>Creates a trap with a message.</summary>
    /// <param name="message">The reason for the trap.</param>
    public WitxTrapException(string message)
        : base(message)
    {
    }

    /// <summary>Creates a trap with a message and the exception that caused it.</summary>
    /// <param name="message">The reason for the trap.</param>
    /// <param name="innerException">The exception that caused the trap.</param>
    public WitxTrapException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The names of the guest functions on the stack, innermost first.</summary>
    /// <remarks>Empty until the trap reaches the embedder's call, and if the engine does not report the stack.</remarks>
    public IReadOnlyList<string> GuestFrames { get; set; } = [];

    /// <summary>
    /// True if the generated code or the engine adapter raised the trap, for example because the guest has no such export; false if the
    /// body of a host function threw it.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool IsRaisedByGlue { get; init; }

    /// <summary>Returns the text of an exception, followed by a line for each guest function on the stack.</summary>
    public override string ToString() =>
        string.Join($"{Environment.NewLine}   in guest ", GuestFrames.Prepend(base.ToString()));
}
