using System;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Embedding;

/// <summary><see cref="WasiResult"/>: what a run used, and limits that depend on it.</summary>
public sealed class ResultTests : IDisposable
{
    private readonly WasiHost _host = new(new WasiHostOptions { CountsFuel = true });

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Result_GuestThatReadsWritesAndGrows_TellsWhatItUsed()
    {
        using WasiProgram program = _host.Load("guest", """
            (module
              (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
              (memory (export "memory") 1)
              (data (i32.const 16) "\40\00\00\00\05\00\00\00")
              (func (export "_start")
                (drop (memory.grow (i32.const 2)))
                (drop (call $read (i32.const 0) (i32.const 16) (i32.const 1) (i32.const 36)))
                (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 36)))
                (drop (call $write (i32.const 2) (i32.const 16) (i32.const 1) (i32.const 36)))))
            """u8.ToArray());
        WasiOptions options = new() { Input = WasiInput.FromText("hello world") };
        WasiResult plain = program.Run(options);
        Assert.Equal((5, 10, 3 << 16), (plain.BytesRead, plain.BytesWritten, plain.PeakMemory));
        Assert.True(plain.Elapsed > TimeSpan.Zero);
        Assert.Equal((null, null, null), (plain.Fuel, plain.Calls, plain.ProcessorTime));
        options.Measures = WasiMeasures.Calls | WasiMeasures.Fuel | WasiMeasures.ProcessorTime;
        WasiResult measured = program.Run(options);
        Assert.Equal(3, measured.Calls);
        Assert.InRange(measured.Fuel!.Value, 10, 100);
        Assert.InRange(measured.ProcessorTime!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(10));
        Assert.Equal(measured.Fuel, program.Run(options).Fuel);
    }

    [Fact]
    public void Calls_RunInsideARun_AreCountedSeparately()
    {
        using WasiProgram program = _host.Load("guest", OwnGuests.Command);
        WasiOptions inner = new() { Imports = { new OwnHost() }, Measures = WasiMeasures.Calls };
        WasiOptions outer = new(inner);
        outer.Imports.Clear();
        outer.Imports.Add(new OwnHost
        {
            OnAct = argument =>
            {
                Assert.Equal(4, program.Run(inner).Calls);
                return argument;
            },
        });
        Assert.Equal(4, program.Run(outer).Calls);
    }

    [Fact]
    public void Elapsed_ReplacedClock_UsesIt()
    {
        ManualTime time = new();
        using WasiHost host = new(new WasiHostOptions { TimeProvider = time });
        using WasiProgram program = host.Load("guest", OwnGuests.Command);
        OwnHost slow = new()
        {
            OnAct = argument =>
            {
                time.Advance(TimeSpan.FromSeconds(7));
                return argument;
            },
        };
        Assert.Equal(TimeSpan.FromSeconds(7), program.Run(new() { Imports = { slow } }).Elapsed);
    }

    [Fact]
    public void Fuel_SameGuestClockAndRandomness_EndsAtTheSameInstruction()
    {
        using WasiProgram program = _host.Load("guest", """
            (module
              (import "own" "act" (func $act (param i32) (result i32)))
              (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "clock_time_get" (func $clock (param i32 i64 i32) (result i32)))
              (memory (export "memory") 1)
              (func (export "_start")
                (local $steps i32)
                (loop $again
                  (drop (call $random (i32.const 0) (i32.const 1)))
                  (drop (call $clock (i32.const 1) (i64.const 1) (i32.const 8)))
                  (local.set $steps (i32.add (i32.load8_u (i32.const 0)) (i32.and (i32.load (i32.const 8)) (i32.const 63))))
                  (loop $step
                    (local.set $steps (i32.sub (local.get $steps) (i32.const 1)))
                    (br_if $step (i32.gt_s (local.get $steps) (i32.const 0))))
                  (drop (call $act (local.get $steps)))
                  (br $again))))
            """u8.ToArray());
        int CountCalls(long fuel)
        {
            int calls = 0;
            OwnHost counting = new()
            {
                OnAct = argument =>
                {
                    calls++;
                    return argument;
                },
            };
            WasiOptions options = new()
            {
                Imports = { counting },
                Limits = { Fuel = fuel },
                Random = new Random(1),
                TimeProvider = new ManualTime(),
            };
            Assert.Equal(nameof(WasiLimits.Fuel), Assert.Throws<WasiLimitException>(() => program.Run(options)).Limit);
            return calls;
        }

        int[] counts = [.. Enumerable.Range(0, 5).Select(_ => CountCalls(100_000))];
        Assert.InRange(counts[0], 10, 10_000);
        Assert.Equal([counts[0]], counts.Distinct());
        Assert.InRange(CountCalls(200_000), counts[0] + 1, 20_000);
    }
}
