using System;

namespace Witx.Bindings.Tool;

/// <summary>An environment variable of a guest: <c>NAME=VALUE</c> on the command line.</summary>
internal sealed record EnvironmentVariable(string Name, string Value)
{
    /// <summary>Parses a variable. The first <c>=</c> is the separator.</summary>
    /// <exception cref="FormatException">The text has no <c>=</c>, or nothing before it.</exception>
    public static EnvironmentVariable Parse(string text) => text.IndexOf('=', StringComparison.Ordinal) switch
    {
        > 0 and int equals => new EnvironmentVariable(text[..equals], text[(equals + 1)..]),
        _ => throw new FormatException($"Environment variable '{text}' is invalid; write NAME=VALUE."),
    };
}
