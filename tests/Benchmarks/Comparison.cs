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

    private readonly OwnContender _own = new();
    private readonly MemoryContender _memory = new();
    private readonly RawContender _raw = new();
    private readonly NativeContender? _native = NativeContender.Compile();
    private readonly Contender[] _others;
    private readonly Dictionary<Row, Dictionary<Contender, Price>> _prices = [];

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
        foreach (Row row in rows)
        {
            _prices.Add(row, race.Run(row, time));
            Console.Error.WriteLine($"{row.Name}: {string.Join(", ", _prices[row].Select(static pair => $"{pair.Key.Name} {pair.Value}"))}");
        }

        Contender[] shown = [.. contenders.Where(contender => rows.Any(row => _prices[row].ContainsKey(contender)))];
        Table table = new("a call", [.. shown.Select(static contender => contender.Name), "to the bound", "bound", "ahead of others"]);
        foreach (Row row in rows)
        {
            Dictionary<Contender, Price> prices = _prices[row];
            table.Add(row.Name, [.. shown.Select(contender => prices.TryGetValue(contender, out Price price) ? price.ToString() : "–"), .. Ratios(row, prices)]);
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

    private string[] Ratios(Row row, Dictionary<Contender, Price> prices)
    {
        double own = prices.TryGetValue(_own, out Price price) ? price.Nanoseconds : throw new InvalidOperationException($"'{row.Name}' failed.");
        double? measure = MeasureOf(row, prices);
        double? nearest = _others.Where(prices.ContainsKey).Select(other => (double?)prices[other].Nanoseconds).Min();
        return
        [
            measure is { } floor ? $"{own / floor:F2}×" : "–",
            row.Bound is { Limit: < double.PositiveInfinity } bound ? $"{bound.Limit:0.##}×" : "–",
            nearest is { } other ? $"{other / own:F1}×" : "–",
        ];
    }

    private double? MeasureOf(Row row, Dictionary<Contender, Price> prices) => row.Bound?.Measure switch
    {
        Rows.Measure.Raw => prices[_raw].Nanoseconds,
        Rows.Measure.Native when _native is not null && prices.TryGetValue(_native, out Price native) =>
            native.Nanoseconds + (_prices.GetValueOrDefault(AllRows.Floor)?[_raw].Nanoseconds ?? 0),
        Rows.Measure.Plain => _prices.FirstOrDefault(pair => pair.Key.Call == row.Call && pair.Key.Scene == Scene.Files).Value?[_own].Nanoseconds,
        Rows.Measure.Start => StartLimit,
        _ => null,
    };
}
