using System;
using System.Diagnostics.CodeAnalysis;

namespace Witx.Bindings.Wasi;

/// <summary>Names of hosts, and patterns of them.</summary>
internal static class HostName
{
    /// <summary>The pattern of all names.</summary>
    internal const string Everything = "*";

    // The longest that the name system knows.
    internal const int MaxLength = 255;

    /// <summary>A name as it is compared: names do not depend on case, nor on the dot that ends them.</summary>
    [SuppressMessage("Globalization", "CA1308", Justification = "Names of hosts are written in lower case.")]
    internal static string Normalize(string name) => (name.EndsWith('.') ? name[..^1] : name).ToLowerInvariant();

    /// <param name="pattern">A name, or <c>*.</c> and a name that others are below.</param>
    /// <param name="name">A name.</param>
    internal static bool Matches(string pattern, string name) =>
        pattern == Everything
        || pattern == name
        || (pattern.StartsWith("*.", StringComparison.Ordinal)
            && name.Length > pattern.Length - 1
            && name.EndsWith(pattern[1..], StringComparison.Ordinal));
}
