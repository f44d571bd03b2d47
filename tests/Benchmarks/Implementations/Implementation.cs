using System;
using System.Collections.Generic;
using System.Diagnostics;
using Benchmarks.Scenarios;

namespace Benchmarks.Implementations;

/// <summary>A way to provide host functions to a guest: this project, handwritten callbacks or another host.</summary>
internal abstract class Implementation(string name) : IDisposable
{
    internal string Name => name;

    /// <summary>Makes the call of a scenario <paramref name="count"/> times.</summary>
    /// <returns>The cost of one call, or null if this implementation cannot make it.</returns>
    internal abstract Measurement? Run(Scenario scenario, int count);

    public abstract void Dispose();
}

/// <summary>An implementation that runs in this process.</summary>
internal abstract class LocalImplementation(string name) : Implementation(name)
{
    private readonly Dictionary<Scenario, Func<int, int>?> _loops = [];

    /// <summary>
    /// Gets a loop that makes the call a given number of times and returns its errors or-ed together, or null if not supported.
    /// </summary>
    protected abstract Func<int, int>? Find(Scenario scenario);

    internal sealed override Measurement? Run(Scenario scenario, int count)
    {
        if (!_loops.TryGetValue(scenario, out Func<int, int>? loop))
        {
            _loops.Add(scenario, loop = Find(scenario));
        }

        if (loop is null)
        {
            return null;
        }

        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        int error = loop(count);
        double nanoseconds = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        return error == 0 ? new Measurement(nanoseconds / count, (double)bytes / count) : null;
    }
}
