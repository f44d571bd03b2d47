using System;
using System.Collections.Generic;
using System.IO.Enumeration;
using System.Linq;

namespace Witx.Bindings.Tool;

/// <summary>The functions that a trace prints.</summary>
/// <param name="patterns">The names of the functions, in which <c>*</c> and <c>?</c> are wildcards; empty for all functions.</param>
internal sealed class CallFilter(IReadOnlyList<string> patterns)
{
    /// <summary>Gets the filter that includes all functions.</summary>
    public static CallFilter All { get; } = new([]);

    /// <summary>Parses patterns on the command line, separated by commas: <c>path_*,fd_sync</c>.</summary>
    /// <exception cref="FormatException">A pattern is empty or contains a character that no function name has.</exception>
    public static string[] Parse(string text)
    {
        string[] patterns = text.Split(',');
        return patterns.All(static pattern => pattern.Length > 0 && pattern.All(IsAllowed))
            ? patterns
            : throw new FormatException(
                $"Filter '{text}' is invalid; write names of functions separated by commas, such as path_*,fd_sync.");
    }

    /// <summary>Returns true if the trace prints the calls of a function.</summary>
    public bool Includes(string function) => patterns.Count is 0 || patterns.Any(pattern => Matches(pattern, function));

    /// <summary>Checks that each pattern matches a function.</summary>
    /// <exception cref="UsageException">A pattern matches none of the functions.</exception>
    public void CheckMatches(IEnumerable<string> functions)
    {
        if (patterns.FirstOrDefault(pattern => !functions.Any(function => Matches(pattern, function))) is { } pattern)
        {
            throw new UsageException($"'--trace-calls {pattern}' matches no function of WASI; see 'witx inspect' for those of a program.")
            {
                ExitCode = ExitCode.HostFailure,
            };
        }
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '*' or '?';

    private static bool Matches(string pattern, string function) =>
        FileSystemName.MatchesSimpleExpression(pattern, function, ignoreCase: false);
}
