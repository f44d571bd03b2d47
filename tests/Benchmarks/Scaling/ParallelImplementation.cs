using System.Diagnostics;
using System.Linq;
using System.Threading;
using Benchmarks.Implementations;
using Benchmarks.Scenarios;

namespace Benchmarks.Scaling;

/// <summary>Several guests in parallel, each with its own process, store and thread.</summary>
internal sealed class ParallelImplementation(int guests) : Implementation($"{guests:N0}")
{
    private readonly OwnImplementation[] _guests = [.. Enumerable.Range(0, guests).Select(static _ => new OwnImplementation())];

    internal override Measurement? Run(Scenario scenario, int count)
    {
        using Barrier start = new(_guests.Length + 1);
        Thread[] threads = [.. _guests.Select(guest => new Thread(() =>
        {
            _ = guest.Run(scenario, 1);
            start.SignalAndWait();
            _ = guest.Run(scenario, count);
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        start.SignalAndWait();
        long started = Stopwatch.GetTimestamp();
        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        return new Measurement(Stopwatch.GetElapsedTime(started).TotalNanoseconds / count, 0);
    }

    public override void Dispose()
    {
        foreach (OwnImplementation guest in _guests)
        {
            guest.Dispose();
        }
    }
}
