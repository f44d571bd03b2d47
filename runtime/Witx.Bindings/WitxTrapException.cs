using System;

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
}
