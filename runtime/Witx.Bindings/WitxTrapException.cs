using System;
using System.Collections.Generic;
using System.Linq;

namespace Witx.Bindings;

/// <summary>Ends the guest with a trap. Thrown by a partial method, it comes out unchanged at the embedder's call.</summary>
public class WitxTrapException : Exception
{
    /// <summary>Creates a trap without a message.</summary>
    public WitxTrapException()
    {
    }

    /// <summary>Creates a trap.</summary>
    /// <param name="message">Why the guest ends.</param>
    public WitxTrapException(string message)
        : base(message)
    {
    }

    /// <summary>Creates a trap with a cause.</summary>
    /// <param name="message">Why the guest ends.</param>
    /// <param name="innerException">The cause.</param>
    public WitxTrapException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Where the guest was: its functions, innermost first, as the engine names them. Empty until the trap has left the guest, and where
    /// the engine does not tell.
    /// </summary>
    public IReadOnlyList<string> GuestFrames { get; set; } = [];

    /// <summary>The exception as usual, followed by the guest's functions.</summary>
    public override string ToString() =>
        string.Join($"{Environment.NewLine}   in guest ", GuestFrames.Prepend(base.ToString()));
}
