using System;
using System.Diagnostics;
using System.Text;
using System.Threading;
using Witx.Bindings.Wasi;

namespace Benchmarks.Async;

/// <summary>
/// Measures a thread that a guest starts, and whose end it waits for, and contexts that it switches between, against threads of .NET.
/// </summary>
internal static class ThreadBenchmark
{
    private const int Rounds = 21;
    private const int Count = 500;

    /// <summary>Measures and prints the ratios.</summary>
    internal static void Print()
    {
        using WasiHost host = new();
        using WasiProgram threads = host.Load("threads", Encoding.UTF8.GetBytes($$"""
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
        using WasiProgram contexts = LoadContexts(host, "(call $create) (call $destroy)");
        using WasiProgram switches = LoadContexts(host, "(call $switch)", first: "(call $create)");
        WasiOptions options = new() { Limits = { MaxThreads = 1000 } };
        Measurement thread = Measure(StartThreads);
        Measurement handOver = Measure(HandOver);
        Console.WriteLine(Machine.Description);
        Print("a thread of a guest, started and ended", threads, options, "a thread of .NET, started and joined", thread);
        Print("a context, created and destroyed", contexts, options, "a thread of .NET, started and joined", thread);
        Print("a switch to a context and back", switches, options, "two threads of .NET that wake each other by semaphores", handOver);
    }

    private static void Print(string guestName, WasiProgram program, WasiOptions options, string otherName, Measurement other)
    {
        Measurement guest = Measure(() => program.Run(options));
        Console.WriteLine($"{guestName}: {guest}");
        Console.WriteLine($"{otherName}: {other}");
        Console.WriteLine($"ratio: {guest.Nanoseconds / other.Nanoseconds:n2} x");
    }

    private static WasiProgram LoadContexts(WasiHost host, string body, string first = "") =>
        host.Load("contexts", Encoding.UTF8.GetBytes($$"""
            (module
              (import "wasix_32v1" "context_create" (func $context_create (param i32 i32) (result i32)))
              (import "wasix_32v1" "context_switch" (func $context_switch (param i64) (result i32)))
              (import "wasix_32v1" "context_destroy" (func $context_destroy (param i64) (result i32)))
              (import "env" "memory" (memory 1 4 shared))
              (export "memory" (memory 0))
              (table (export "__indirect_function_table") 2 2 funcref)
              (elem (i32.const 1) func $context)
              (global (export "__stack_pointer") (mut i32) (i32.const 65536))
              (global (export "__data_end") i32 (i32.const 1024))
              (func $check (param i32) (if (local.get 0) (then (unreachable))))
              (func $create (call $check (call $context_create (i32.const 8) (i32.const 1))))
              (func $switch (call $check (call $context_switch (i64.load (i32.const 8)))))
              (func $destroy (call $check (call $context_destroy (i64.load (i32.const 8)))))
              (func $context (loop $again (call $check (call $context_switch (i64.const 0))) (br $again)))
              (func (export "_start") (local $i i32)
                {{first}}
                (loop $again
                  {{body}}
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br_if $again (i32.lt_u (local.get $i) (i32.const {{Count}}))))))
            """));

    private static void HandOver()
    {
        using SemaphoreSlim there = new(0);
        using SemaphoreSlim back = new(0);
        Thread other = new(() =>
        {
            for (int i = 0; i < Count; i++)
            {
                there.Wait();
                _ = back.Release();
            }
        });
        other.Start();
        for (int i = 0; i < Count; i++)
        {
            _ = there.Release();
            back.Wait();
        }

        other.Join();
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
