using System.Diagnostics;
using System.Linq;
using System.Threading;
using Benchmarks.Contenders;
using Benchmarks.Rows;

namespace Benchmarks.Scaling;

/// <summary>So many guests at a time, each with a process, a store and a thread of its own.</summary>
internal sealed class ParallelImplementation(int guests) : Implementation($"{guests:N0}")
{
    private readonly OwnImplementation[] _guests = [.. Enumerable.Range(0, guests).Select(static _ => new OwnImplementation())];

    internal override Measurement? Run(Scenario row, int count)
    {
        using Barrier start = new(_guests.Length + 1);
        Thread[] threads = [.. _guests.Select(guest => new Thread(() =>
        {
            _ = guest.Run(row, 1);
            start.SignalAndWait();
            _ = guest.Run(row, count);
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
