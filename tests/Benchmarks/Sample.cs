using System;
using System.Collections.Generic;
using Benchmarks.Implementations;
using Benchmarks.Scenarios;

namespace Benchmarks;

/// <summary>One implementation in one scenario. Each run makes as many calls as the clock needs for a precise measurement.</summary>
internal sealed class Sample
{
    private const double TargetNanoseconds = 2_000_000;
    private const double SlowNanoseconds = 200_000_000;
    private const int MaxCount = 1 << 20;
    private const int MaxSlowSamples = 4;

    private readonly Scenario _scenario;
    private readonly List<Measurement> _measurements = [];
    private int _count = 1;
    private bool _isSlow;

    private Sample(Scenario scenario, Implementation implementation) => (_scenario, Implementation) = (scenario, implementation);

    internal Implementation Implementation { get; }

    /// <summary>Measured time in nanoseconds since <see cref="Start"/>.</summary>
    internal double ElapsedNanoseconds { get; private set; }

    /// <summary>The cost of a call in each round since <see cref="Start"/>.</summary>
    internal IReadOnlyList<Measurement> Measurements => _measurements;

    internal Measurement Median => Measurement.Median([.. _measurements]);

    /// <summary>Creates a sample and finds the number of calls of a run.</summary>
    /// <returns>The sample, or null if the implementation cannot run the scenario.</returns>
    internal static Sample? TryCreate(Scenario scenario, Implementation implementation)
    {
        Sample sample = new(scenario, implementation);
        for (int slowSamplesLeft = MaxSlowSamples; sample._count < MaxCount;)
        {
            if (implementation.Run(scenario, sample._count) is not { } measurement)
            {
                return null;
            }

            sample.Add(measurement);

            // The first calls wait for the JIT, so only a very slow run, or several slow runs, ends the search.
            double taken = measurement.Nanoseconds * sample._count;
            sample._isSlow = taken > SlowNanoseconds;
            if (taken > TargetNanoseconds / 2)
            {
                if (sample._isSlow || --slowSamplesLeft == 0)
                {
                    break;
                }

                continue;
            }

            slowSamplesLeft = MaxSlowSamples;
            double target = TargetNanoseconds / Math.Max(1, measurement.Nanoseconds);
            sample._count = (int)Math.Min(MaxCount, Math.Clamp(target, sample._count * 2, sample._count * 16));
        }

        return sample;
    }

    /// <summary>Discards the measurements, unless a run is so slow that one is enough.</summary>
    internal void Start()
    {
        if (!_isSlow)
        {
            _measurements.Clear();
            ElapsedNanoseconds = 0;
        }
    }

    /// <summary>Runs the call and records its cost.</summary>
    internal void Run() => Add(
        Implementation.Run(_scenario, _count)
        ?? throw new InvalidOperationException($"{Implementation.Name} can no longer run '{_scenario.Name}'."));

    private void Add(Measurement measurement)
    {
        _measurements.Add(measurement);
        ElapsedNanoseconds += measurement.Nanoseconds * _count;
    }
}
