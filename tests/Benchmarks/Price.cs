using System.Linq;

namespace Benchmarks;

/// <summary>What one call costs.</summary>
internal readonly record struct Price(double Nanoseconds, double Bytes)
{
    internal static Price Median(Price[] prices) => new(
        prices.Select(static price => price.Nanoseconds).Order().ElementAt(prices.Length / 2),
        prices.Select(static price => price.Bytes).Order().ElementAt(prices.Length / 2));
}
