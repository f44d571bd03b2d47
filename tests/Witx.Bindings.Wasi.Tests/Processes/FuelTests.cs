using System;
using System.IO;
using System.Threading;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Processes;

/// <summary>The fuel of a run, which its threads and processes share.</summary>
public sealed class FuelTests : IDisposable
{
    private readonly WasiHost _host = new(new WasiHostOptions { CountsFuel = true });

    public void Dispose() => _host.Dispose();

    /// <summary>Each child gets half of what is left, so that the last ones could not run if the others returned nothing.</summary>
    [Fact]
    public void Processes_OneAfterTheOther_ReturnWhatTheyDoNotUse()
    {
        using WasiProgram program = _host.Load(Path.Combine(AppContext.BaseDirectory, "Guests", "wasix", "trees.wasm"));
        long used = Run(program, limit: null, "series");
        long usedByChild = Run(program, limit: null, "exit");
        Assert.True(used > 100 * usedByChild, $"{used} <= 100 * {usedByChild}");
        Assert.Equal(used, Run(program, 2 * used, "series"));
        AssertExceedsFuel(() => Run(program, used - 1, "series"));
    }

    [Fact]
    public void Threads_OneAfterTheOther_ReturnWhatTheyDoNotUse()
    {
        using WasiProgram program = LoadThreads();
        long used = Run(program, limit: null);
        Assert.InRange(used, 100 * 5000, 100 * 6000);
        Assert.Equal(used, Run(program, 2 * used));
        AssertExceedsFuel(() => Run(program, used - 1));
    }

    [Fact]
    public void Programs_ExecutedWithoutEnd_UseUpTheFuelOfTheRun()
    {
        using WasiProgram program = _host.Load("again", ExecutingProgram.Create("again"));
        AssertExceedsFuel(() => Run(program, 2000));
    }

    /// <summary>The main thread starts 100 threads, one after the other. Each counts to 1,000.</summary>
    private WasiProgram LoadThreads() => _host.Load("threads", """
        (module
          (import "env" "memory" (memory 1 1 shared))
          (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
          (import "wasix_32v1" "thread_join" (func $join (param i32) (result i32)))
          (export "memory" (memory 0))
          (func (export "wasi_thread_start") (param i32 i32)
            (local $left i32)
            (local.set $left (i32.const 1000))
            (loop $next
              (br_if $next (local.tee $left (i32.sub (local.get $left) (i32.const 1))))))
          (func (export "_start")
            (local $left i32) (local $thread i32)
            (local.set $left (i32.const 100))
            (loop $next
              (local.set $thread (call $spawn (i32.const 0)))
              (if (i32.le_s (local.get $thread) (i32.const 0)) (then (unreachable)))
              (if (call $join (local.get $thread)) (then (unreachable)))
              (br_if $next (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))))
        """u8.ToArray());

    /// <summary>Runs a program, and returns the fuel that it used.</summary>
    private static long Run(WasiProgram program, long? limit, params string[] arguments)
    {
        WasiOptions options = new()
        {
            Arguments = ["tree", .. arguments],
            Measures = WasiMeasures.Fuel,
            Limits = { Fuel = limit, MaxProcessStarts = int.MaxValue },
            Programs = { ["tree"] = program, ["again"] = program },
        };
        return TimeLimit.Call(() => program.Run(options, CancellationToken.None)).Fuel!.Value;
    }

    private static void AssertExceedsFuel(Action run) =>
        Assert.Equal(nameof(WasiLimits.Fuel), Assert.Throws<WasiLimitException>(run).Limit);
}
