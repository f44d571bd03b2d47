using System;
using System.Diagnostics;
using System.Threading;
using Witx.Bindings.Wasi;

namespace Benchmarks.Async;

/// <summary>Measures a thread that a guest starts, and whose end it waits for, against a thread of .NET.</summary>
internal static class ThreadBenchmark
{
    private const int Rounds = 21;
    private const int Count = 500;

    /// <summary>Measures and prints the ratio.</summary>
    internal static void Print()
    {
        using WasiHost host = new();
        using WasiProgram program = host.Load("threads", System.Text.Encoding.UTF8.GetBytes($$"""
            (module
              (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
              (import "env" "memory" (memory 1 1 shared))
              (func (export "wasi_thread_start") (param i32 i32)
                (i32.atomic.store (i32.const 0) (local.get 1))
                (drop (memory.atomic.notify (i32.const 0) (i32.const 1))))
              (func (export "_start") (local $i i32)
                (loop $again
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (if (i32.le_s (call $spawn (local.get $i)) (i32.const 0)) (then (unreachable)))
                  (drop (memory.atomic.wait32 (i32.const 0) (i32.sub (local.get $i) (i32.const 1)) (i64.const -1)))
                  (br_if $again (i32.lt_u (local.get $i) (i32.const {{Count}}))))))
            """));
        WasiOptions options = new() { Limits = { MaxThreads = 1000 } };
        (Measurement guest, Measurement thread) = (Measure(() => program.Run(options)), Measure(static () => StartThreads()));
        Console.WriteLine(Machine.Description);
        Console.WriteLine($"a thread of a guest, started and ended: {guest}");
        Console.WriteLine($"a thread of .NET, started and joined:   {thread}");
        Console.WriteLine($"ratio: {guest.Nanoseconds / thread.Nanoseconds:n2} x");
    }

    private static void StartThreads()
    {
        for (int i = 0; i < Count; i++)
        {
            Thread thread = new(static () => { });
            thread.Start();
            thread.Join();
        }
    }

    private static Measurement Measure(Action run)
    {
        Measurement[] measurements = new Measurement[Rounds];
        for (int round = -Rounds / 2; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            run();
            if (round >= 0)
            {
                measurements[round] = new Measurement(Stopwatch.GetElapsedTime(start).TotalNanoseconds / Count, 0);
            }
        }

        return Measurement.Median(measurements);
    }
}
