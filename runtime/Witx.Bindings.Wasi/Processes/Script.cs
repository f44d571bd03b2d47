using System;
using System.Linq;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>A script that names its interpreter: its first line is <c>#!</c>, a path, and at most one argument (execve(2)).</summary>
internal static class Script
{
    // The limit of Linux: execve(2).
    private const int MaxLineLength = 255;

    /// <summary>Creates the request to execute the interpreter of a script.</summary>
    /// <param name="contents">The contents of the file.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="request">The request to execute it.</param>
    /// <returns>Null if the file is not a script.</returns>
    internal static ProgramRequest? TryParse(ReadOnlySpan<byte> contents, byte[] path, ProgramRequest request)
    {
        if (!contents.StartsWith("#!"u8))
        {
            return null;
        }

        ReadOnlySpan<byte> line = contents[2..Math.Min(contents.Length, MaxLineLength)];
        int end = line.IndexOf((byte)'\n');
        line = (end < 0 ? line : line[..end]).Trim(" \t\r"u8);
        int space = line.IndexOfAny((byte)' ', (byte)'\t');
        ReadOnlySpan<byte> interpreter = space < 0 ? line : line[..space];
        ReadOnlySpan<byte> argument = space < 0 ? default : line[space..].Trim(" \t"u8);
        byte[][] arguments = argument.IsEmpty ? [interpreter.ToArray()] : [interpreter.ToArray(), argument.ToArray()];
        return PathParser.Check(interpreter) != Errno.Success ? null : request with
        {
            Name = arguments[0],
            Arguments = [.. arguments, path, .. request.Arguments.Skip(1)],
            SearchPath = null,
        };
    }
}
