using System;
using System.Globalization;

namespace Witx.Bindings.Tool;

/// <summary>
/// Parses durations on the command line: <c>500ms</c>, <c>1.5s</c>, <c>2m</c>, <c>1h</c>. A number without a unit is seconds.
/// </summary>
internal static class Duration
{
    // The longest delay of a CancellationTokenSource.
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>Parses a duration.</summary>
    /// <exception cref="FormatException">The text is not a duration, or the duration is 0 or longer than about 49 days.</exception>
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
                : throw new FormatException($"Duration '{text}' is invalid; write a number with ms, s, m or h, such as 10s.");
    }
}
