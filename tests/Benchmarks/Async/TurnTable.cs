using System;
using System.Diagnostics;
using System.Linq;

namespace Benchmarks.Async;

/// <summary>
/// A table of work that several implementations do in turns. Its times are medians; a ratio is the median of the ratios of the rounds.
/// </summary>
/// <param name="implementations">The names of the implementations. The first one is compared with each other.</param>
internal sealed class TurnTable(params string[] implementations)
{
    private const int Rounds = 11;
    private const int WarmUp = 4;

    private readonly Table _table =
        new("a guest", [.. implementations, .. implementations.Skip(1).Select(static name => $"to {name}")]);

    /// <summary>Measures and adds a row.</summary>
    /// <param name="name">The name of the work.</param>
    /// <param name="runs">For each implementation a function that returns nanoseconds; null if it cannot do the work.</param>
    internal void Add(string name, params Func<double>?[] runs)
    {
        double[][] times = new double[Rounds][];
        for (int round = -WarmUp; round < Rounds; round++)
        {
            double[] results = [.. runs.Select(static run => run?.Invoke() ?? double.NaN)];
            if (round >= 0)
            {
                times[round] = results;
            }
        }

        _table.Add(
            name,
            [
                .. runs.Select((run, i) => run is null ? "–" : $"{new Measurement(Median(times, row => row[i]), 0)}"),
                .. runs.Skip(1).Select((run, i) => run is null ? "–" : $"{Median(times, row => row[0] / row[i + 1]):n2}×"),
            ]);
    }

    /// <summary>Returns the nanoseconds of one of several operations.</summary>
    internal static double Time(int count, Action run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / count;
    }

    public override string ToString() => _table.ToString();

    private static double Median(double[][] times, Func<double[], double> select) => times.Select(select).Order().ElementAt(Rounds / 2);
}
