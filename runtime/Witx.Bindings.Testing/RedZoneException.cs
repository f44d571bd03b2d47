using System;

namespace Witx.Bindings.Testing;

/// <summary>The exception for a host that changed guest memory outside of what was allocated for a call.</summary>
/// <param name="parameter">The name of the parameter, or of the allocation, beside which the memory was changed.</param>
/// <param name="message">The message, with the function, the parameter and the offset.</param>
public sealed class RedZoneException(string parameter, string message) : Exception(message)
{
    /// <summary>The name of the parameter, or of the allocation, beside which the memory was changed.</summary>
    public string Parameter { get; } = parameter;
}
