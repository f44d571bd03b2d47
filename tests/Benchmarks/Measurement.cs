using System.Linq;

namespace Benchmarks;

/// <summary>The time and the allocated bytes of one call.</summary>
internal readonly record struct Measurement(double Nanoseconds, double Bytes)
{
    internal static Measurement Median(Measurement[] measurements) => new(
        measurements.Select(static measurement => measurement.Nanoseconds).Order().ElementAt(measurements.Length / 2),
        measurements.Select(static measurement => measurement.Bytes).Order().ElementAt(measurements.Length / 2));

    /// <summary>Formats the time, and the allocated bytes if there are any.</summary>
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
