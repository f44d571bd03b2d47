using System;
using System.Globalization;

namespace Witx.Bindings.Tool;

/// <summary>A number of bytes as people write it: <c>65536</c>, <c>512K</c>, <c>64M</c>, <c>1GiB</c>. The units are powers of 1024.</summary>
internal static class ByteSize
{
    /// <exception cref="FormatException">It is none, or none above 0.</exception>
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
                : throw new FormatException($"'{text}' is no size; write a number of bytes, or one with K, M or G.");
    }
}
