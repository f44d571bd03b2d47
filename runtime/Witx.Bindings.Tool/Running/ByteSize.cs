using System;
using System.Globalization;

namespace Witx.Bindings.Tool;

/// <summary>Parses sizes on the command line: <c>65536</c>, <c>512K</c>, <c>64M</c>, <c>1GiB</c>. Units are powers of 1024.</summary>
internal static class ByteSize
{
    /// <summary>Parses a size and returns it in bytes.</summary>
    /// <exception cref="FormatException">The text is not a size, or the size is 0 or too large.</exception>
    public static long Parse(string text)
    {
        int digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        (string number, string unit) = digits < 0 ? (text, "") : (text[..digits], text[digits..]);
        int? shift = unit.ToUpperInvariant() switch
        {
            "" or "B" => 0,
            "K" or "KB" or "KIB" => 10,
            "M" or "MB" or "MIB" => 20,
            "G" or "GB" or "GIB" => 30,
            _ => null,
        };
        return shift is { } by && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            && count > 0 && count <= long.MaxValue >> by
                ? count << by
                : throw new FormatException($"Size '{text}' is invalid; write a number of bytes, or a number with K, M or G, such as 64M.");
    }
}
