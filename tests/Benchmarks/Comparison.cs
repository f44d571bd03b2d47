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

    private readonly OwnImplementation _own = new();
    private readonly MemoryImplementation _memory = new();
    private readonly RawImplementation _raw = new();
    private readonly NativeImplementation? _native = NativeImplementation.Compile();
    private readonly Implementation[] _others;

    internal Comparison()
    {
        _others = [.. ((Implementation?[])[new TypedImplementation(byName: false), new TypedImplementation(byName: true), new BuiltInImplementation(), NodeImplementation.Start()]).OfType<Implementation>()];
    }

    private Implementation[] Contenders => [.. ((Implementation?[])[_own, _memory, _raw, _native, .. _others]).OfType<Implementation>()];

    /// <summary>Measures rows and gives the table.</summary>
    /// <param name="rows">The rows, the floor among them.</param>
    /// <param name="time">How long a row may take.</param>
    internal Table Measure(IReadOnlyList<Scenario> rows, TimeSpan time)
    {
        Implementation[] contenders = Contenders;
        ComparisonRunner race = new(rows, contenders);
        Implementation[] shown = [.. contenders.Where(contender => rows.Any(row => race.Find(row, contender) is not null))];
        Table table = new("a call", [.. shown.Select(static contender => contender.Name), "to the bound", "bound", "ahead of others"]);
        foreach (Scenario row in rows)
        {
            Sample[] measure = MeasureOf(row, race);
            IReadOnlyList<Sample> laps = race.Run(row, time, measure);
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
            (Measurement own, Measurement builtIn) = (ManyInstances.Own(), ManyInstances.BuiltIn());
            return $"One of {ManyInstances.Count:N0} tenants: {own} of managed memory held; with Wasmtime .NET's WASI {builtIn}.";
        }
    }

    public void Dispose()
    {
        foreach (Implementation contender in Contenders)
        {
            contender.Dispose();
        }
    }

    private string[] Ratios(Scenario row, IReadOnlyList<Sample> laps, Sample[] measure)
    {
        Sample own = laps.FirstOrDefault(lap => lap.Contender == _own) ?? throw new InvalidOperationException($"'{row.Name}' failed.");
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
    private Sample[] MeasureOf(Scenario row, ComparisonRunner race)
    {
        Sample?[] laps = row.Bound?.Measure switch
        {
            Rows.Measure.Raw => [race.Find(row, _raw)],
            Rows.Measure.Native => [race.Find(row, _native), race.Find(AllScenarios.Floor, _raw)],
            Rows.Measure.Plain => [race.Find(AllScenarios.PlainOf(row), _own)],
            _ => [],
        };
        return laps.Contains(null) ? [] : [.. laps.OfType<Sample>()];
    }

    /// <summary>
    /// The median, over rounds, of a round's own ratio: what slows the machine for a while slows both sides of it. Null without anything to compare.
    /// </summary>
    private static double? Ratio(Sample[] laps, Sample[] others)
    {
        int rounds = laps.Concat(others).Min(static lap => lap.Prices.Count);
        double[] ratios = [.. Enumerable.Range(0, rounds).Select(round => Sum(laps, round) / Sum(others, round)).Order()];
        return others.Length == 0 || rounds == 0 ? null : ratios[rounds / 2];

        static double Sum(Sample[] laps, int round) => laps.Sum(lap => lap.Prices[round].Nanoseconds);
    }
}
