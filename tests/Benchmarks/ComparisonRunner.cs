using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime;
using Benchmarks.Implementations;
using Benchmarks.Scenarios;

namespace Benchmarks;

/// <summary>Measures scenarios with all implementations in turns, so that load on the machine affects all of them alike.</summary>
internal sealed class ComparisonRunner
{
    private const int MaxRounds = 301;

    // The JIT waits 100 ms for further hot methods before it compiles a tier, and there are two tiers after the first.
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(0.4);

    private readonly Dictionary<Scenario, Sample[]> _samples;

    /// <summary>
    /// Runs every scenario with every implementation that supports it, so that all code has run before the first measurement.
    /// </summary>
    internal ComparisonRunner(IEnumerable<Scenario> scenarios, IReadOnlyList<Implementation> implementations) =>
        _samples = scenarios.ToDictionary(
            static scenario => scenario,
            scenario => implementations.Select(implementation => Sample.TryCreate(scenario, implementation)).OfType<Sample>().ToArray());

    /// <summary>Gets the sample of an implementation, or null if it cannot run the scenario or the scenario is not measured.</summary>
    internal Sample? Find(Scenario scenario, Implementation? implementation) =>
        _samples.GetValueOrDefault(scenario)?.FirstOrDefault(sample => sample.Implementation == implementation);

    /// <summary>Measures a scenario with each implementation that supports it.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="time">The measuring time.</param>
    /// <param name="additional">Samples of other scenarios to run in the same rounds.</param>
    /// <returns>The samples of the scenario.</returns>
    internal IReadOnlyList<Sample> Run(Scenario scenario, TimeSpan time, params IEnumerable<Sample> additional)
    {
        Sample[] samples = [.. _samples[scenario].Union(additional)];
        double share = time.TotalNanoseconds / Math.Max(1, samples.Length);
        WarmUp(samples);
        foreach (Sample sample in samples)
        {
            sample.Start();
        }

        for (int round = 0; round < MaxRounds && samples.Any(sample => sample.ElapsedNanoseconds < share); round++)
        {
            foreach (Sample sample in samples.Where(sample => sample.ElapsedNanoseconds < share))
            {
                sample.Run();
            }
        }

        return _samples[scenario];
    }

    /// <summary>Runs the samples until the JIT has stopped replacing hot methods in the background.</summary>
    private static void WarmUp(Sample[] samples)
    {
        foreach (Sample sample in samples)
        {
            sample.Start();
        }

        long compiled = -1;
        Stopwatch sinceLastCompilation = Stopwatch.StartNew();
        while (sinceLastCompilation.Elapsed < s_quiet && samples.Any(static sample => sample.ElapsedNanoseconds < s_quiet.TotalNanoseconds))
        {
            if (compiled != JitInfo.GetCompiledMethodCount())
            {
                compiled = JitInfo.GetCompiledMethodCount();
                sinceLastCompilation.Restart();
            }

            foreach (Sample sample in samples.Where(static sample => sample.ElapsedNanoseconds < s_quiet.TotalNanoseconds))
            {
                sample.Run();
            }
        }
    }
}
