using System;
using System.Linq;
using Benchmarks.Contenders;
using Benchmarks.Rows;

namespace Benchmarks.Scaling;

/// <summary>What calls cost when there is more and more of something: one table for each thing that grows.</summary>
internal static class ScalingBenchmark
{
    private static readonly TimeSpan RowTime = TimeSpan.FromSeconds(3);

    private static readonly string[] Parallel = ["fd_tell", "fd_pread_16", "path_open", "compute"];

    /// <summary>Measures and prints the tables.</summary>
    internal static void Print()
    {
        Console.WriteLine(Machine.Line);
        foreach (Dimension dimension in Dimension.All)
        {
            Print(dimension.Name, dimension.Rows, [.. dimension.Sizes.Select(size => new ScaledImplementation(dimension, size))]);
        }

        Print(
            "guests at a time",
            [.. Parallel.Select(static call => new Scenario($"`{call}`", call, Scene.Files))],
            [.. Enumerable.Range(1, Environment.ProcessorCount).Select(static guests => new ParallelImplementation(guests))]);
    }

    private static void Print(string name, Scenario[] rows, Implementation[] contenders)
    {
        try
        {
            ComparisonRunner race = new(rows, contenders);
            Table table = new(name, [.. contenders.Select(static contender => contender.Name)]);
            foreach (Scenario row in rows)
            {
                table.Add(row.Name, [.. race.Run(row, RowTime).Select(static lap => lap.Median.ToString())]);
            }

            Console.WriteLine();
            Console.Write(table);
        }
        finally
        {
            foreach (Implementation contender in contenders)
            {
                contender.Dispose();
            }
        }
    }
}
