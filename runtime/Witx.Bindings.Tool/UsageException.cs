using System;

namespace Witx.Bindings.Tool;

/// <summary>
/// The exception for a command that cannot do its work, because of wrong usage or a bad file. Its message is one line.
/// </summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The exit code of the command, or null for that of wrong usage.</summary>
    public int? ExitCode { get; init; }
}
