using System;
using System.IO;
using System.Threading;
using Wasmtime;
using Witx.Bindings.Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests;

/// <summary>A process whose system calls are defined in a <see cref="Linker"/> of the embedder.</summary>
public sealed class LinkerTests
{
    [Fact]
    public void LinkedInstance_WithEmbedderFunctions_RunsAndExits()
    {
        using StringWriter output = new();
        using WasiProcess process = new(new() { Output = WasiOutput.ToText(output) });
        Assert.Equal(42, Run(process, """
            (i64.store (i32.const 0) (i64.const 0x2_0000_0010))
            (i32.store16 (i32.const 16) (i32.const 0x6968))
            (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32)))
            (call $exit (call $answer))
            """));
        Assert.Equal("hi", output.ToString());
    }

    [Fact]
    public void LinkedInstance_StartReturns_ExitsWithZero()
    {
        using StringWriter output = new();
        using WasiProcess process = new(new() { Output = WasiOutput.ToText(output) });
        Assert.Equal(0, Run(process, """
            (i64.store (i32.const 0) (i64.const 0x2_0000_0010))
            (i32.store16 (i32.const 16) (i32.const 0x6968))
            (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32)))
            """));
        Assert.Equal("hi", output.ToString());
    }

    [Fact]
    public void LinkedInstance_CancelledOrTrapped_ThrowsTheOriginalException()
    {
        using CancellationTokenSource cancellation = new();
        using WasiProcess process = new(new(), cancellation.Token);
        cancellation.Cancel();
        _ = Assert.Throws<OperationCanceledException>(() => Run(process, "(drop (call $yield))"));
        using WasiProcess other = new(new());
        _ = Assert.Throws<WasiTrapException>(
            () => Run(other, "(drop (call $write (i32.const 1) (i32.const -8) (i32.const 9) (i32.const 0)))"));
        using WasiProcess third = new(new());
        Assert.Equal(TrapCode.Unreachable, Assert.Throws<WasiTrapException>(() => Run(third, "unreachable")).Kind);
    }

    /// <summary>WASIX programs that restore stack checkpoints, call functions by table index, and handle signals.</summary>
    [Theory]
    [InlineData("longjmp", 0)]
    [InlineData("functions", 0)]
    [InlineData("signals", 128 + (int)WasiTypes.Signal.Term)]
    public void LinkedInstance_WasixCallsBackIntoTheGuest_Works(string name, int exitCode)
    {
        using Engine engine = new();
        using Store store = new(engine);
        using Linker linker = new(engine);
        using Module module = Module.FromFile(engine, Path.Combine(AppContext.BaseDirectory, "Guests", "own", name + ".wasm"));
        using StringWriter output = new();
        using WasiProcess process = new(new() { HandlesSignals = true, Output = WasiOutput.ToText(output) });
        process.ConfigureStore(engine, store);
        new HostImports().AddWasi(process).Define(linker, module);
        Assert.Equal(exitCode, process.Run(linker.Instantiate(store, module)));
        process.Dispose();
        Assert.Equal("complete\n", output.ToString());
    }

    [Fact]
    public void LinkedInstance_Trap_HasGuestFrames()
    {
        using WasiProcess process = new(new());
        WasiTrapException fault = Assert.Throws<WasiTrapException>(
            () => Run(process, "(drop (call $write (i32.const 1) (i32.const -8) (i32.const 9) (i32.const 0)))"));
        Assert.StartsWith("guest!main at 0x", Assert.Single(fault.GuestFrames), StringComparison.Ordinal);
    }

    [Fact]
    public void LinkedInstance_NoStartFunction_ThrowsArgumentException()
    {
        using Engine engine = new();
        using Store store = new(engine);
        using Linker linker = new(engine);
        using Module module = Module.FromText(engine, "library", "(module)");
        using WasiProcess process = new(new());
        new HostImports().AddWasi(process).Define(linker, module);
        _ = Assert.Throws<ArgumentException>(() => process.Run(linker.Instantiate(store, module)));
    }

    private static int Run(WasiProcess process, string body)
    {
        using Engine engine = new(new Config().WithEpochInterruption(true));
        using Store store = new(engine);
        process.ConfigureStore(engine, store);
        using Linker linker = new(engine);
        linker.DefineFunction("embedder", "answer", static () => 42);
        using Module module = Module.FromText(engine, "guest", $"""
            (module $guest
              (import "embedder" "answer" (func $answer (result i32)))
              (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (memory (export "memory") 1)
              (func $main (export "_start") {body}))
            """);
        new HostImports().AddWasi(process).Define(linker, module);
        return process.Run(linker.Instantiate(store, module));
    }
}
