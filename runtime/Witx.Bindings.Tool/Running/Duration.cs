using System;
using System.Globalization;

namespace Witx.Bindings.Tool;

/// <summary>A length of time as people write it: <c>500ms</c>, <c>1.5s</c>, <c>2m</c>, <c>1h</c>; a bare number is seconds.</summary>
internal static class Duration
{
    // What a timer can wait for.
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <exception cref="FormatException">It is none, or none above 0.</exception>
    public static TimeSpan Parse(string text)
    {
        int digits = text.AsSpan().IndexOfAnyInRange('a', 'z');
        (string number, string unit) = digits < 0 ? (text, "s") : (text[..digits], text[digits..]);
        double? factor = unit switch
        {
            "ms" => 0.001,
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            _ => null,
        };
        return factor is { } by && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count)
            && count * by is > 0 and double seconds && seconds <= s_longest.TotalSeconds
                ? TimeSpan.FromSeconds(seconds)
                : throw new FormatException($"'{text}' is no length of time; write a number with ms, s, m or h.");
    }
}
