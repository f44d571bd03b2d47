using System;
using System.Text;
using System.Threading;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Processes;

/// <summary>Threads and contexts of programs with 64-bit addresses.</summary>
public sealed class Memory64ThreadTests : IDisposable
{
    private const string Futex = "(drop (call $futex_wait (i64.const 0) (i32.const 0) (i64.const 224) (i64.const 240)))";
    private const string AtomicWait = "(drop (memory.atomic.wait32 (i64.const 0) (i32.const 0) (i64.const -1)))";
    private const string Compute = "(loop $again (br $again))";
    private const string Spawn = "(call $check (call $spawn (i64.const 64) (i64.const 16)))";

    private readonly WasiHost _host = new();
    private WasiProcess? _process;

    public static TheoryData<string> Waits => [Futex, AtomicWait, Compute];

    public void Dispose() => _host.Dispose();

    /// <summary>The thread gets its identifier and a 64-bit address, and wakes the main thread.</summary>
    [Theory]
    [InlineData(Futex, "(drop (call $futex_wake (i64.const 0) (i64.const 240)))")]
    [InlineData(AtomicWait, "(drop (memory.atomic.notify (i64.const 0) (i32.const 1)))")]
    public void Thread_ThatWakesTheMainThread_IsJoined(string wait, string wake) => Assert.Equal(
        64 + 5,
        Run(
            $"""
            (i32.atomic.store (i64.const 8) (i32.add (i32.wrap_i64 (local.get $start)) (i32.const 5)))
            (i32.atomic.store (i64.const 12) (local.get $id))
            (i32.atomic.store (i64.const 0) (i32.const 1))
            {wake}
            """,
            $"""
            {Spawn}
            (loop $again {wait} (br_if $again (i32.eqz (i32.atomic.load (i64.const 0)))))
            (if (i32.ne (i32.load (i64.const 16)) (i32.load (i64.const 12))) (then (unreachable)))
            (call $check (call $join (i32.load (i64.const 16))))
            (call $exit (i32.load (i64.const 8)))
            """));

    [Theory]
    [MemberData(nameof(Waits))]
    public void ThreadThatExits_WhileTheMainThreadWaits_EndsTheProcess(string wait) =>
        Assert.Equal(7, Run("(call $exit (i32.const 7))", $"{Spawn} {wait} (unreachable)"));

    [Theory]
    [MemberData(nameof(Waits))]
    public void MainThreadThatReturns_WhileThreadsWait_EndsTheProcess(string wait) =>
        Assert.Equal(0, Run($"{wait} (unreachable)", Spawn + Spawn));

    /// <summary>Each context has a stack in new pages of the memory, and the main context keeps its own.</summary>
    [Fact]
    public void Contexts_OfAProgramWith64BitAddresses_HaveStacksOfTheirOwn() => Assert.Equal(
        1 + 2,
        Run(
            "",
            """
            (call $check (call $create (i64.const 24) (i64.const 1)))
            (call $check (call $create (i64.const 32) (i64.const 1)))
            (call $check (call $switch (i64.load (i64.const 24))))
            (local.set $first (i64.load (i64.const 8)))
            (call $check (call $switch (i64.load (i64.const 32))))
            (if (i64.ne (global.get $stack) (i64.const 65536)) (then (unreachable)))
            (call $check (call $destroy (i64.load (i64.const 24))))
            (call $exit (i32.add
              (i64.eq (local.get $first) (i64.const 0x20000))
              (i32.mul (i32.const 2) (i64.eq (i64.load (i64.const 8)) (i64.const 0x30000)))))
            """));

    [Theory]
    [MemberData(nameof(Waits))]
    public void MainThreadThatReturns_WhileAContextOfAnotherThreadWaits_EndsTheProcess(string wait) => Assert.Equal(
        0,
        Run(
            "(call $check (call $create (i64.const 24) (i64.const 2))) (drop (call $switch (i64.load (i64.const 24))))",
            $"{Spawn} (loop $again (br_if $again (i32.eqz (i32.atomic.load (i64.const 48)))))",
            $"(i32.atomic.store (i64.const 48) (i32.const 1)) {wait} (unreachable)"));

    private int Run(string thread, string main, string context = "")
    {
        using WasiProgram program = _host.Load("threads64", Encoding.UTF8.GetBytes($"""
            (module
              (import "wasix_64v1" "thread_spawn_v2" (func $spawn (param i64 i64) (result i32)))
              (import "wasix_64v1" "thread_join" (func $join (param i32) (result i32)))
              (import "wasix_64v1" "futex_wait" (func $futex_wait (param i64 i32 i64 i64) (result i32)))
              (import "wasix_64v1" "futex_wake" (func $futex_wake (param i64 i64) (result i32)))
              (import "wasix_64v1" "context_create" (func $create (param i64 i64) (result i32)))
              (import "wasix_64v1" "context_switch" (func $switch (param i64) (result i32)))
              (import "wasix_64v1" "context_destroy" (func $destroy (param i64) (result i32)))
              (import "wasix_64v1" "proc_exit" (func $exit (param i32)))
              (import "env" "memory" (memory i64 1 8 shared))
              (export "memory" (memory 0))
              (table (export "__indirect_function_table") 3 3 funcref)
              (elem (i32.const 1) func $tell_stack $context)
              (global $stack (export "__stack_pointer") (mut i64) (i64.const 65536))
              (global (export "__data_end") i64 (i64.const 1024))
              (func $check (param i32) (if (local.get 0) (then (unreachable))))
              (func $tell_stack (i64.store (i64.const 8) (global.get $stack)) (call $check (call $switch (i64.const 0))))
              (func $context {context})
              (func (export "wasi_thread_start") (param $id i32) (param $start i64) {thread})
              (func (export "_start") (local $first i64) {main}))
            """));
        try
        {
            WasiOptions options = new() { Started = process => _process = process };
            CancellationToken token = TestContext.Current.CancellationToken;
            return TimeLimit.Call(() => program.Run(options, token).ExitCode);
        }
        finally
        {
            Assert.Equal((true, 0), (_process!.Threads.IsEmpty, _process.Threads.ContextCount));
        }
    }
}
