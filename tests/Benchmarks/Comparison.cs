using System;
using System.Collections.Generic;
using System.Linq;
using Benchmarks.Implementations;
using Benchmarks.Scenarios;

namespace Benchmarks;

/// <summary>Measures scenarios with all implementations and creates the table.</summary>
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
        Implementation?[] others =
        [
            new TypedImplementation(byName: false),
            new TypedImplementation(byName: true),
            new BuiltInImplementation(),
            NodeImplementation.Start(),
        ];
        _others = [.. others.OfType<Implementation>()];
    }

    private Implementation[] Implementations =>
        [.. ((Implementation?[])[_own, _memory, _raw, _native, .. _others]).OfType<Implementation>()];

    /// <summary>Measures scenarios and returns the table.</summary>
    /// <param name="scenarios">The scenarios, which must include <see cref="AllScenarios.Floor"/> if one has a native budget.</param>
    /// <param name="time">The measuring time of each scenario.</param>
    internal Table Measure(IReadOnlyList<Scenario> scenarios, TimeSpan time)
    {
        Implementation[] implementations = Implementations;
        ComparisonRunner runner = new(scenarios, implementations);
        Implementation[] shown =
            [.. implementations.Where(implementation => scenarios.Any(scenario => runner.Find(scenario, implementation) is not null))];
        Table table = new(
            "a call", [.. shown.Select(static implementation => implementation.Name), "to the bound", "bound", "ahead of others"]);
        foreach (Scenario scenario in scenarios)
        {
            Sample[] baseline = GetBaseline(scenario, runner);
            IReadOnlyList<Sample> samples = runner.Run(scenario, time, baseline);
            Console.Error.WriteLine(
                $"{scenario.Name}: {string.Join(", ", samples.Select(static sample => $"{sample.Implementation.Name} {sample.Median}"))}");
            IEnumerable<string> medians =
                shown.Select(implementation => runner.Find(scenario, implementation)?.Median.ToString() ?? None);
            table.Add(scenario.Name, [.. medians, .. FormatRatios(scenario, samples, baseline)]);
        }

        return table;
    }

    /// <summary>One line with the start time and the memory of one of many instances.</summary>
    internal static string InstancesLine
    {
        get
        {
            (Measurement own, Measurement builtIn) = (ManyInstances.MeasureOwn(), ManyInstances.MeasureBuiltIn());
            return $"One of {ManyInstances.Count:N0} instances: {own} of managed memory held; with Wasmtime .NET's WASI {builtIn}.";
        }
    }

    public void Dispose()
    {
        foreach (Implementation implementation in Implementations)
        {
            implementation.Dispose();
        }
    }

    private string[] FormatRatios(Scenario scenario, IReadOnlyList<Sample> samples, Sample[] baseline)
    {
        Sample own = samples.FirstOrDefault(sample => sample.Implementation == _own)
            ?? throw new InvalidOperationException($"Witx.Bindings cannot run '{scenario.Name}'.");
        double? toBound = scenario.Budget?.Baseline == Baseline.Start ? own.Median.Nanoseconds / StartLimit : Ratio([own], baseline);
        double? ahead = samples.Where(sample => _others.Contains(sample.Implementation)).Min(sample => Ratio([sample], [own]));
        return
        [
            toBound is { } times ? $"{times:F2}×" : None,
            scenario.Budget is { Limit: < double.PositiveInfinity } bound ? $"{bound.Limit:0.##}×" : None,
            ahead is { } others ? $"{others:F1}×" : None,
        ];
    }

    /// <summary>Gets the samples whose sum is the baseline of a scenario, or none if the scenario has no baseline here.</summary>
    private Sample[] GetBaseline(Scenario scenario, ComparisonRunner runner)
    {
        Sample?[] samples = scenario.Budget?.Baseline switch
        {
            Baseline.Raw => [runner.Find(scenario, _raw)],
            Baseline.Native => [runner.Find(scenario, _native), runner.Find(AllScenarios.Floor, _raw)],
            Baseline.Plain => [runner.Find(AllScenarios.FindPlain(scenario), _own)],
            Baseline.Copy => [runner.Find(AllScenarios.Copy, _own)],
            _ => [],
        };
        return samples.Contains(null) ? [] : [.. samples.OfType<Sample>()];
    }

    /// <summary>
    /// Computes the median of the ratios of each round, or null if there is nothing to compare. Load on the machine affects both sides of a
    /// round alike.
    /// </summary>
    private static double? Ratio(Sample[] samples, Sample[] others)
    {
        int rounds = samples.Concat(others).Min(static sample => sample.Measurements.Count);
        double[] ratios = [.. Enumerable.Range(0, rounds).Select(round => Sum(samples, round) / Sum(others, round)).Order()];
        return others.Length == 0 || rounds == 0 ? null : ratios[rounds / 2];

        static double Sum(Sample[] samples, int round) => samples.Sum(sample => sample.Measurements[round].Nanoseconds);
    }
}
