using System;
using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>Parses host names and patterns of host names. A numeric address is never a host name: see <see cref="AddressText"/>.</summary>
internal static class HostName
{
    /// <summary>The pattern that matches all names.</summary>
    internal const string Everything = "*";

    // RFC 1035, section 2.3.4: 255 octets on the wire are 253 characters of text.
    private const int MaxLength = 253;
    private const int MaxLabelLength = 63;
    private const string WildcardPrefix = "*.";

    // RFC 1123, section 2.1, and the underscore, which appears in names of services and containers.
    private static readonly SearchValues<char> s_labelCharacters = SearchValues.Create("-0123456789_abcdefghijklmnopqrstuvwxyz");

    /// <summary>Checks the syntax of a host name and normalizes it to lower case without a trailing dot.</summary>
    /// <param name="text">The text that the guest or the embedder passed.</param>
    /// <param name="name">The normalized name, or null if the text is not a host name.</param>
    /// <returns>False if the text is not a host name. An address in any notation is not one.</returns>
    internal static bool TryParse(string text, [NotNullWhen(true)] out string? name)
    {
        name = Normalize(text);
        if (name.Length is 0 or > MaxLength)
        {
            name = null;
            return false;
        }

        ReadOnlySpan<char> last = default;
        foreach (Range range in name.AsSpan().Split('.'))
        {
            last = name.AsSpan(range);
            if (last.Length is 0 or > MaxLabelLength || last[0] == '-' || last[^1] == '-' || last.ContainsAnyExcept(s_labelCharacters))
            {
                name = null;
                return false;
            }
        }

        // Resolvers treat a text whose last label is a number (127.1, 0x7f000001) as an IPv4 address (inet_aton(3)).
        if (IsNumber(last))
        {
            name = null;
            return false;
        }

        return true;
    }

    /// <summary>Checks and normalizes a pattern: a name, <c>*.</c> followed by a name, or <c>*</c>.</summary>
    internal static bool TryParsePattern(string text, [NotNullWhen(true)] out string? pattern)
    {
        if (text == Everything)
        {
            pattern = text;
            return true;
        }

        bool isWildcard = text.StartsWith(WildcardPrefix, StringComparison.Ordinal);
        pattern = !TryParse(isWildcard ? text[WildcardPrefix.Length..] : text, out string? name) ? null
            : isWildcard ? WildcardPrefix + name
            : name;
        return pattern is not null;
    }

    /// <summary>
    /// Returns true if a name matches a pattern. <c>*.example.org</c> matches every name below <c>example.org</c>, not that name
    /// itself.
    /// </summary>
    /// <param name="pattern">A pattern that <see cref="TryParsePattern"/> returned.</param>
    /// <param name="name">A name that <see cref="TryParse"/> returned.</param>
    internal static bool Matches(string pattern, string name) =>
        pattern == Everything
        || pattern == name
        || (pattern.StartsWith(WildcardPrefix, StringComparison.Ordinal)
            && name.Length > pattern.Length - 1
            && name.EndsWith(pattern[1..], StringComparison.Ordinal));

    [SuppressMessage("Globalization", "CA1308", Justification = "Host names are conventionally written in lower case.")]
    private static string Normalize(string name) => (name.EndsWith('.') ? name[..^1] : name).ToLowerInvariant();

    private static bool IsNumber(ReadOnlySpan<char> label) =>
        !label.ContainsAnyExceptInRange('0', '9')
        || (label.StartsWith("0x", StringComparison.Ordinal) && IsHexadecimal(label[2..]));

    private static bool IsHexadecimal(ReadOnlySpan<char> digits)
    {
        foreach (char digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }
        }

        return true;
    }
}
