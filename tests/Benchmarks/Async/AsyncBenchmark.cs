using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using Witx.Bindings.Wasi;

namespace Benchmarks.Async;

/// <summary>Measures a run of the empty guest: by <c>Run</c>, and by <c>RunAsync</c> alone and with 64 in flight.</summary>
internal static class AsyncBenchmark
{
    private const int Rounds = 21;
    private const int Count = 640;
    private const int InFlight = 64;

    /// <summary>Measures and prints the table.</summary>
    internal static async Task PrintAsync()
    {
        Table table = new("a run", ["without a pool", "with a pool"]);
        Dictionary<string, List<Measurement>> rows = [];
        foreach (int pooled in (int[])[0, 2 * InFlight])
        {
            using WasiHost host = new(new WasiHostOptions { MaxPooledInstances = pooled });
            using WasiProgram program = host.Load(Guests.GetPath(Guests.Empty));
            WasiOptions options = new();
            await AddAsync(rows, "`Run`", () =>
            {
                _ = program.Run(options);
                return Task.CompletedTask;
            }, inFlight: 1);
            await AddAsync(rows, "`RunAsync`, alone", () => program.RunAsync(options), inFlight: 1);
            await AddAsync(rows, $"`RunAsync`, {InFlight} in flight", () => program.RunAsync(options), InFlight);
        }

        foreach ((string name, List<Measurement> measurements) in rows)
        {
            table.Add(name, [.. measurements.Select(static measurement => $"{measurement}")]);
        }

        Console.WriteLine(Machine.Description);
        Console.WriteLine();
        Console.Write(table);
    }

    private static async Task AddAsync(Dictionary<string, List<Measurement>> rows, string name, Func<Task> run, int inFlight)
    {
        Measurement[] measurements = new Measurement[Rounds];
        for (int round = -Rounds / 2; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => RepeatAsync(run, Count / inFlight)));
            if (round >= 0)
            {
                measurements[round] = new Measurement(Stopwatch.GetElapsedTime(start).TotalNanoseconds / Count, 0);
            }
        }

        if (!rows.TryGetValue(name, out List<Measurement>? row))
        {
            rows.Add(name, row = []);
        }

        row.Add(Measurement.Median(measurements));
    }

    private static async Task RepeatAsync(Func<Task> run, int count)
    {
        for (; count > 0; count--)
        {
            await run();
        }
    }
}
