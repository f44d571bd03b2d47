using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime;

namespace Benchmarks.Calls;

/// <summary>What a call costs with each contender, all measured in turns so that the machine's moods meet everybody.</summary>
internal static class CallPrices
{
    private const int Rounds = 301;

    private const int WarmRounds = 50;

    private const int Count = 50_000;

    private static readonly string[] Measured = ["null", "fd_tell"];

    /// <summary>Measures and prints the table.</summary>
    internal static void Print()
    {
        Contender floor = new RawContender();
        Contender[] contenders =
        [
            new GeneratedContender(), floor, new TypedContender(byName: false), new TypedContender(byName: true),
            new OwnWasiContender(), new BuiltInWasiContender(),
        ];
        Dictionary<(Contender Contender, string Call), Price> prices = Measure(contenders);

        Table table = new("ns (bytes) a call", [.. Measured.SelectMany(static call => new[] { call, "to the floor" })]);
        foreach (Contender contender in contenders)
        {
            table.Add(contender.Name, [.. Measured.SelectMany(call => Cells(prices, contender, floor, call))]);
            contender.Dispose();
        }

        Console.WriteLine(Machine.Line);
        Console.WriteLine();
        Console.Write(table);
    }

    private static string[] Cells(Dictionary<(Contender, string), Price> prices, Contender contender, Contender floor, string call) =>
        prices.TryGetValue((contender, call), out Price price)
            ? [$"{price.Nanoseconds:F1} ({price.Bytes:F0})", $"{price.Nanoseconds / prices[(floor, call)].Nanoseconds:F2}×"]
            : ["–", "–"];

    private static Dictionary<(Contender Contender, string Call), Price> Measure(Contender[] contenders)
    {
        (Contender Contender, string Call)[] runs =
        [
            .. from call in Measured from contender in contenders where contender.Run(call, Count) select (contender, call),
        ];
        Dictionary<(Contender, string), Price[]> all = runs.ToDictionary(static run => run, static _ => new Price[Rounds]);

        // The compiler replaces hot code in the background: what comes before it is done does not count.
        long compiled = -1;
        for (int quiet = 0, round = 0; round < Rounds; quiet = compiled == JitInfo.GetCompiledMethodCount() ? quiet + 1 : 0)
        {
            compiled = JitInfo.GetCompiledMethodCount();
            foreach ((Contender contender, string call) in runs)
            {
                all[(contender, call)][round] = Once(contender, call);
            }

            round += quiet < WarmRounds ? 0 : 1;
        }

        return all.ToDictionary(static pair => pair.Key, static pair => Price.Median(pair.Value));
    }

    private static Price Once(Contender contender, string call)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        contender.Run(call, Count);
        double nanoseconds = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        return new Price(nanoseconds / Count, (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / Count);
    }
}
