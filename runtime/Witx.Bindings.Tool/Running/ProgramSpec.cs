using System;

namespace Witx.Bindings.Tool;

/// <summary>A program that a guest can execute: <c>NAME=FILE</c> on the command line.</summary>
/// <param name="Name">The name of the command in the guest, or its absolute path.</param>
/// <param name="File">The path of the module.</param>
internal sealed record ProgramSpec(string Name, string File)
{
    /// <summary>Parses a program. The first <c>=</c> is the separator.</summary>
    /// <exception cref="FormatException">The text has no <c>=</c>, or nothing on one side of it.</exception>
    public static ProgramSpec Parse(string text) => text.IndexOf('=', StringComparison.Ordinal) switch
    {
        > 0 and int equals when equals < text.Length - 1 => new ProgramSpec(text[..equals], text[(equals + 1)..]),
        _ => throw new FormatException($"Program '{text}' is invalid; write NAME=FILE."),
    };
}
