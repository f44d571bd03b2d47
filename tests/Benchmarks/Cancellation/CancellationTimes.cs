using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using Witx.Bindings.Wasi;

namespace Benchmarks.Cancellation;

/// <summary>Measures the time from the cancellation of a run to its return, for each <see cref="BlockingState"/>.</summary>
internal static class CancellationTimes
{
    private const int Rounds = 5;
    private const long LargeFile = 1L << 30;

    // Time from the guest's byte on standard output until it certainly computes or waits.
    private static readonly TimeSpan s_settling = TimeSpan.FromMilliseconds(150);

    /// <summary>Measures and prints the table.</summary>
    internal static void Print()
    {
        using ScratchDirectory scratch = new();
        using (FileStream large = File.Create(Path.Combine(scratch.Path, "large")))
        {
            large.SetLength(LargeFile);
        }

        _ = Directory.CreateDirectory(Path.Combine(scratch.Path, "a"));
        Console.WriteLine(Machine.Description);
        Console.WriteLine();
        Table table = new("a guest that", ["median, ms", "longest, ms", "of one that computes"]);
        double? baseline = null;
        foreach (BlockingState state in BlockingState.All)
        {
            double[] times = [.. Enumerable.Range(0, Rounds).Select(_ => Measure(state, scratch.Path)).Order()];
            double median = times[Rounds / 2];
            baseline ??= median;
            table.Add(state.Name, [$"{median:n1}", $"{times[^1]:n1}", $"{median / baseline:n1} x"]);
        }

        Console.Write(table);
    }

    private static double Measure(BlockingState state, string folder)
    {
        using WasiHost host = new();
        using WasiProgram program = host.Load("guest", state.Module);
        using CancellationTokenSource cancellation = new();
        using SignallingStream started = new();
        WasiOptions options = new()
        {
            Input = state.Input,
            Output = WasiOutput.ToStream(started),
            Error = state.Error,
            Network = state.Network,
            Mounts =
            [
                new("/", WasiDirectory.FromHostPath(folder)),
                new("/mem", WasiDirectory.CreateInMemory(new WasiQuota { MaxBytes = 2UL << 30 })),
            ],
        };
        long returned = 0;
        Exception? outcome = null;
        Thread run = new(() =>
        {
            try
            {
                _ = program.Run(options, cancellation.Token);
            }
            catch (Exception e)
            {
                outcome = e;
            }

            returned = Stopwatch.GetTimestamp();
        });
        run.Start();
        started.Wait();
        Thread.Sleep(s_settling);
        if (!run.IsAlive)
        {
            throw new InvalidOperationException($"The guest that {state.Name} ended before it was cancelled: {outcome}");
        }

        long cancelled = Stopwatch.GetTimestamp();
        cancellation.Cancel();
        run.Join();
        return outcome is OperationCanceledException
            ? Stopwatch.GetElapsedTime(cancelled, returned).TotalMilliseconds
            : throw new InvalidOperationException($"The guest that {state.Name} was not cancelled: {outcome}");
    }

    /// <summary>Standard output that signals its first write.</summary>
    private sealed class SignallingStream : MemoryStream
    {
        private readonly ManualResetEventSlim _written = new();

        internal void Wait() => _written.Wait();

        public override void Write(byte[] buffer, int offset, int count) => _written.Set();

        public override void Write(ReadOnlySpan<byte> buffer) => _written.Set();

        protected override void Dispose(bool disposing)
        {
            _written.Dispose();
            base.Dispose(disposing);
        }
    }
}
