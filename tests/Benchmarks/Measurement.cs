using System.Linq;

namespace Benchmarks;

/// <summary>What one call costs.</summary>
internal readonly record struct Measurement(double Nanoseconds, double Bytes)
{
    internal static Measurement Median(Measurement[] prices) => new(
        prices.Select(static price => price.Nanoseconds).Order().ElementAt(prices.Length / 2),
        prices.Select(static price => price.Bytes).Order().ElementAt(prices.Length / 2));

    /// <summary>The time, and what was allocated, if anything was.</summary>
    public override string ToString() => (Nanoseconds switch
    {
        < 100 => $"{Nanoseconds:F1} ns",
        < 1_000 => $"{Nanoseconds:F0} ns",
        < 100_000 => $"{Nanoseconds / 1_000:F2} µs",
        < 1_000_000 => $"{Nanoseconds / 1_000:F0} µs",
        < 1_000_000_000 => $"{Nanoseconds / 1_000_000:F1} ms",
        _ => $"{Nanoseconds / 1_000_000_000:F1} s",
    }) + (Bytes >= 0.5 ? $", {Bytes:F0} B" : "");
}
