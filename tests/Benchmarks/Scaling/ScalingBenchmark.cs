using System;
using System.Linq;
using Benchmarks.Implementations;
using Benchmarks.Scenarios;

namespace Benchmarks.Scaling;

/// <summary>Measures how the cost of calls grows, with one table for each <see cref="Dimension"/>.</summary>
internal static class ScalingBenchmark
{
    private static readonly TimeSpan RowTime = TimeSpan.FromSeconds(3);

    private static readonly string[] Parallel = ["fd_tell", "fd_pread_16", "path_open", "compute"];

    /// <summary>Measures and prints the tables.</summary>
    internal static void Print()
    {
        Console.WriteLine(Machine.Description);
        foreach (Dimension dimension in Dimension.All)
        {
            Print(dimension.Name, dimension.Scenarios, [.. dimension.Sizes.Select(size => new ScaledImplementation(dimension, size))]);
        }

        Print(
            "guests at a time",
            [.. Parallel.Select(static call => new Scenario($"`{call}`", call, Setup.Files))],
            [.. Enumerable.Range(1, Environment.ProcessorCount).Select(static guests => new ParallelImplementation(guests))]);
    }

    private static void Print(string name, Scenario[] scenarios, Implementation[] implementations)
    {
        try
        {
            ComparisonRunner runner = new(scenarios, implementations);
            Table table = new(name, [.. implementations.Select(static implementation => implementation.Name)]);
            foreach (Scenario scenario in scenarios)
            {
                table.Add(scenario.Name, [.. runner.Run(scenario, RowTime).Select(static sample => sample.Median.ToString())]);
            }

            Console.WriteLine();
            Console.Write(table);
        }
        finally
        {
            foreach (Implementation implementation in implementations)
            {
                implementation.Dispose();
            }
        }
    }
}
