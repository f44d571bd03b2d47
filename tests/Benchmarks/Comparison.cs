using System;
using System.Collections.Generic;
using System.Linq;
using Benchmarks.Contenders;
using Benchmarks.Rows;

namespace Benchmarks;

/// <summary>The table of all contenders.</summary>
internal sealed class Comparison : IDisposable
{
    private const double StartLimit = 50_000;
    private const string None = "–";

    private readonly OwnContender _own = new();
    private readonly MemoryContender _memory = new();
    private readonly RawContender _raw = new();
    private readonly NativeContender? _native = NativeContender.Compile();
    private readonly Contender[] _others;

    internal Comparison()
    {
        _others = [.. ((Contender?[])[new TypedContender(byName: false), new TypedContender(byName: true), new BuiltInContender(), NodeContender.Start()]).OfType<Contender>()];
    }

    private Contender[] Contenders => [.. ((Contender?[])[_own, _memory, _raw, _native, .. _others]).OfType<Contender>()];

    /// <summary>Measures rows and gives the table.</summary>
    /// <param name="rows">The rows, the floor among them.</param>
    /// <param name="time">How long a row may take.</param>
    internal Table Measure(IReadOnlyList<Row> rows, TimeSpan time)
    {
        Contender[] contenders = Contenders;
        Race race = new(rows, contenders);
        Contender[] shown = [.. contenders.Where(contender => rows.Any(row => race.Find(row, contender) is not null))];
        Table table = new("a call", [.. shown.Select(static contender => contender.Name), "to the bound", "bound", "ahead of others"]);
        foreach (Row row in rows)
        {
            Lap[] measure = MeasureOf(row, race);
            IReadOnlyList<Lap> laps = race.Run(row, time, measure);
            Console.Error.WriteLine($"{row.Name}: {string.Join(", ", laps.Select(static lap => $"{lap.Contender.Name} {lap.Median}"))}");
            table.Add(row.Name, [.. shown.Select(contender => race.Find(row, contender)?.Median.ToString() ?? None), .. Ratios(row, laps, measure)]);
        }

        return table;
    }

    /// <summary>What one of many tenants costs to start, and holds.</summary>
    internal static string TenantsLine
    {
        get
        {
            (Price own, Price builtIn) = (Tenants.Own(), Tenants.BuiltIn());
            return $"One of {Tenants.Count:N0} tenants: {own} of managed memory held; with Wasmtime .NET's WASI {builtIn}.";
        }
    }

    public void Dispose()
    {
        foreach (Contender contender in Contenders)
        {
            contender.Dispose();
        }
    }

    private string[] Ratios(Row row, IReadOnlyList<Lap> laps, Lap[] measure)
    {
        Lap own = laps.FirstOrDefault(lap => lap.Contender == _own) ?? throw new InvalidOperationException($"'{row.Name}' failed.");
        double? toBound = row.Bound?.Measure == Rows.Measure.Start ? own.Median.Nanoseconds / StartLimit : Ratio([own], measure);
        double? ahead = laps.Where(lap => _others.Contains(lap.Contender)).Min(lap => Ratio([lap], [own]));
        return
        [
            toBound is { } times ? $"{times:F2}×" : None,
            row.Bound is { Limit: < double.PositiveInfinity } bound ? $"{bound.Limit:0.##}×" : None,
            ahead is { } others ? $"{others:F1}×" : None,
        ];
    }

    /// <summary>The laps whose prices together are what a row is held to.</summary>
    private Lap[] MeasureOf(Row row, Race race)
    {
        Lap?[] laps = row.Bound?.Measure switch
        {
            Rows.Measure.Raw => [race.Find(row, _raw)],
            Rows.Measure.Native => [race.Find(row, _native), race.Find(AllRows.Floor, _raw)],
            Rows.Measure.Plain => [race.Find(AllRows.PlainOf(row), _own)],
            _ => [],
        };
        return laps.Contains(null) ? [] : [.. laps.OfType<Lap>()];
    }

    /// <summary>
    /// The median, over rounds, of a round's own ratio: what slows the machine for a while slows both sides of it. Null without anything to compare.
    /// </summary>
    private static double? Ratio(Lap[] laps, Lap[] others)
    {
        int rounds = laps.Concat(others).Min(static lap => lap.Prices.Count);
        double[] ratios = [.. Enumerable.Range(0, rounds).Select(round => Sum(laps, round) / Sum(others, round)).Order()];
        return others.Length == 0 || rounds == 0 ? null : ratios[rounds / 2];

        static double Sum(Lap[] laps, int round) => laps.Sum(lap => lap.Prices[round].Nanoseconds);
    }
}
