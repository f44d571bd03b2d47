using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using Witx.Bindings.Wasi;

namespace Benchmarks.Async;

/// <summary>
/// Measures processes that a guest starts and waits for, against processes of the system that .NET starts and waits for, and copies of a
/// process by the size of its memory, against a copy of that memory in C#.
/// </summary>
internal static class ProcessBenchmark
{
    private const int Rounds = 11;
    private const int Count = 50;

    /// <summary>Measures and prints the ratios.</summary>
    internal static void Print()
    {
        using WasiHost host = new();
        using WasiProgram child = host.Load("child", """(module (memory (export "memory") 1) (func (export "_start")))"""u8.ToArray());
        using WasiProgram parent = host.Load("parent", Encoding.UTF8.GetBytes($$"""
            (module
              (import "wasix_32v1" "proc_spawn2"
                (func $spawn (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
              (import "wasix_32v1" "proc_join" (func $join (param i32 i32 i32) (result i32)))
              (memory (export "memory") 1)
              (data (i32.const 64) "child")
              (func (export "_start") (local $i i32)
                (loop $again
                  (if (call $spawn
                        (i32.const 64) (i32.const 5) (i32.const 64) (i32.const 5) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)
                        (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 16))
                    (then (unreachable)))
                  (i64.store (i32.const 24) (i64.const 0))
                  (if (call $join (i32.const 24) (i32.const 0) (i32.const 32)) (then (unreachable)))
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br_if $again (i32.lt_u (local.get $i) (i32.const {{Count}}))))))
            """));
        WasiLimits limits = new() { MaxProcessStarts = int.MaxValue };
        WasiOptions options = new() { Programs = { ["child"] = child }, Limits = limits };
        Console.WriteLine(Machine.Description);
        Print(
            "a process of a guest, spawned and joined",
            Measure(() => parent.Run(options)),
            "a process of the system (/bin/true), started by .NET and waited for",
            Measure(StartTrue));

        using WasiProgram fork = host.Load(Path.Combine(AppContext.BaseDirectory, "Guests", "forktimes.wasm"));
        foreach (int size in (int[])[1, 16, 64])
        {
            options = new() { Arguments = ["forktimes", $"{size}", $"{Count}"], Limits = limits };
            byte[] source = new byte[size << 20];
            Print(
                $"a fork of {size} MiB of which an eighth is used, and the end of the copy",
                Measure(() => Run(fork, options)),
                $"a new array with a copy of {size} MiB / 8",
                Measure(() => Copy(source)));
        }
    }

    private static void Run(WasiProgram program, WasiOptions options)
    {
        int exitCode = program.Run(options).ExitCode;
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"The guest exited with {exitCode}.");
        }
    }

    private static void Print(string guestName, Measurement guest, string otherName, Measurement other)
    {
        Console.WriteLine($"{guestName}: {guest}");
        Console.WriteLine($"{otherName}: {other}");
        Console.WriteLine($"ratio: {guest.Nanoseconds / other.Nanoseconds:n2} x");
    }

    private static void StartTrue()
    {
        for (int i = 0; i < Count; i++)
        {
            using Process process = Process.Start("/bin/true");
            process.WaitForExit();
        }
    }

    private static void Copy(byte[] source)
    {
        for (int i = 0; i < Count; i++)
        {
            byte[] copy = GC.AllocateUninitializedArray<byte>(source.Length / 8);
            source.AsSpan(0, copy.Length).CopyTo(copy);
            GC.KeepAlive(copy);
        }
    }

    private static Measurement Measure(Action run)
    {
        Measurement[] measurements = new Measurement[Rounds];
        for (int round = -1; round < Rounds; round++)
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
