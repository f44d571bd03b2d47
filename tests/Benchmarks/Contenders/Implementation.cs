using System;
using System.Collections.Generic;
using System.Diagnostics;
using Benchmarks.Rows;

namespace Benchmarks.Contenders;

/// <summary>One way of giving a guest its host functions.</summary>
internal abstract class Implementation(string name) : IDisposable
{
    internal string Name => name;

    /// <summary>Makes a row's call <paramref name="count"/> times.</summary>
    /// <returns>What one call cost; null if this contender cannot make it.</returns>
    internal abstract Measurement? Run(Scenario row, int count);

    public abstract void Dispose();
}

/// <summary>A contender in this process.</summary>
internal abstract class LocalContender(string name) : Implementation(name)
{
    private readonly Dictionary<Scenario, Func<int, int>?> _loops = [];

    /// <summary>The loop over a row's call, which gives all errors or-ed together; null if there is none.</summary>
    protected abstract Func<int, int>? Find(Scenario row);

    internal sealed override Measurement? Run(Scenario row, int count)
    {
        if (!_loops.TryGetValue(row, out Func<int, int>? loop))
        {
            _loops.Add(row, loop = Find(row));
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
