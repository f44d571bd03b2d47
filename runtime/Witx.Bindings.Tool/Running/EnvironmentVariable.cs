using System;

namespace Witx.Bindings.Tool;

/// <summary>A variable of a guest's environment: <c>NAME=VALUE</c>.</summary>
internal sealed record EnvironmentVariable(string Name, string Value)
{
    /// <summary>Reads a variable as it stands on a command line.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static EnvironmentVariable Parse(string text) => text.IndexOf('=', StringComparison.Ordinal) switch
    {
        > 0 and int equals => new EnvironmentVariable(text[..equals], text[(equals + 1)..]),
        _ => throw new FormatException($"'{text}' is no variable; write NAME=VALUE."),
    };
}
