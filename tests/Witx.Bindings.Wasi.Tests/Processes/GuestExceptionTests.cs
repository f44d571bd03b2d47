using System;
using System.Text;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Processes;

/// <summary>
/// WebAssembly exceptions of functions that a system call calls: <c>longjmp</c> out of a signal handler is one in today's C libraries.
/// </summary>
public sealed class GuestExceptionTests : IDisposable
{
    // Adds the caught number to the local variable.
    private const string Catch = """
        (local.set $sum (i32.add (local.get $sum)
          (block $caught (result i32)
            (try_table (catch $jump $caught) {0})
            (i32.const 1000))))
        """;

    private readonly WasiHost _host = new();

    public static TheoryData<string> Calls => new(
        "(drop (call $raise (i32.const 10)))",
        "(drop (call $raise_interval (i32.const 10) (i64.const 1) (i32.const 0))) (drop (call $sleep (i64.const 3600000000000)))",
        "(drop (call $dynamic (i32.const 1) (i32.const 16) (i32.const 4) (i32.const 32) (i32.const 0) (i32.const 1)))");

    public void Dispose() => _host.Dispose();

    /// <summary>Twice, so that a handler that was left by an exception does not count as running.</summary>
    [Theory]
    [MemberData(nameof(Calls))]
    public void Exception_OfAHandlerOrADynamicCall_IsCaughtByTheCallerOfTheSystemCall(string call)
    {
        string twice = Protect(call) + Protect(call);
        Assert.Equal(20, Run(twice + "(call $exit (local.get $sum))").ExitCode);
        Assert.Equal(20, Run(twice + "(call $exit (local.get $sum))", new() { Measures = WasiMeasures.Calls }).ExitCode);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void Exception_ThatNoCallerCatches_EndsTheRun(string call)
    {
        WasiTrapException failure = Assert.Throws<WasiTrapException>(() => Run(call));
        Assert.Equal("The guest's function '_start' threw an exception that it does not catch.", failure.Message);
    }

    [Fact]
    public void Exception_OfTheProgramItself_EndsTheRun()
    {
        WasiTrapException failure = Assert.Throws<WasiTrapException>(() => Run("(throw $jump (i32.const 1))"));
        Assert.Equal("The guest's function '_start' threw an exception that it does not catch.", failure.Message);
        Assert.NotEmpty(failure.GuestFrames);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void Exception_InAContext_IsCaughtThereOrEndsTheRun(string call)
    {
        const string Main = """
            (drop (call $create (i32.const 64) (i32.const 2)))
            (drop (call $switch (i64.load (i32.const 64))))
            (call $exit (i32.load (i32.const 128)))
            """;
        string context = Protect(call) + "(i32.store (i32.const 128) (local.get $sum)) (drop (call $switch (i64.const 0)))";
        Assert.Equal(10, Run(Main, context: context).ExitCode);
        WasiTrapException failure = Assert.Throws<WasiTrapException>(() => Run(Main, context: call));
        Assert.Contains("threw an exception that it does not catch", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A trap of a handler is not an exception, also not after an exception that was caught.</summary>
    [Fact]
    public void Trap_OfAHandler_IsNotCaught()
    {
        string body = Protect("(drop (call $raise (i32.const 10)))") + Protect("(drop (call $raise (i32.const 12)))", "catch_all $all");
        Assert.Contains(
            "trapped", Assert.Throws<WasiTrapException>(() => Run(body)).Message, StringComparison.Ordinal);
    }

    /// <summary>Exceptions do not stay alive: their heap is too small for all of them.</summary>
    [Fact]
    public void Exception_ThrownAgainAndAgain_IsFreed()
    {
        const int Count = 200_000;
        string body = $"""
            (loop $again
              {Protect("(drop (call $raise (i32.const 10)))")}
              (local.set $i (i32.add (local.get $i) (i32.const 1)))
              (br_if $again (i32.lt_u (local.get $i) (i32.const {Count}))))
            (call $exit (i32.div_u (local.get $sum) (i32.const {Count})))
            """;
        Assert.Equal(10, Run(body, new() { Limits = { MaxMemory = 4 << 20 } }).ExitCode);
    }

    private static string Protect(string call, string clause = "") => clause.Length == 0
        ? Catch.Replace("{0}", call, StringComparison.Ordinal)
        : $"(block $all (try_table ({clause}) {call}) (call $exit (i32.const 98)))";

    private WasiResult Run(string main, WasiOptions? options = null, string context = "")
    {
        using WasiProgram program = _host.Load("exceptions", Encoding.UTF8.GetBytes($"""
            (module
              (import "wasix_32v1" "callback_signal" (func $callback (param i32 i32)))
              (import "wasix_32v1" "proc_raise" (func $raise (param i32) (result i32)))
              (import "wasix_32v1" "proc_raise_interval" (func $raise_interval (param i32 i64 i32) (result i32)))
              (import "wasix_32v1" "thread_sleep" (func $sleep (param i64) (result i32)))
              (import "wasix_32v1" "call_dynamic" (func $dynamic (param i32 i32 i32 i32 i32 i32) (result i32)))
              (import "wasix_32v1" "context_create" (func $create (param i32 i32) (result i32)))
              (import "wasix_32v1" "context_switch" (func $switch (param i64) (result i32)))
              (import "wasix_32v1" "proc_exit" (func $exit (param i32)))
              (import "env" "memory" (memory 1 8 shared))
              (export "memory" (memory 0))
              (table (export "__indirect_function_table") 3 3 funcref)
              (elem (i32.const 1) func $handle $context)
              (global (export "__stack_pointer") (mut i32) (i32.const 65536))
              (data (i32.const 0) "handle")
              (data (i32.const 16) "\0a\00\00\00")
              (tag $jump (param i32))
              (func $handle (export "handle") (param i32)
                (if (i32.eq (local.get 0) (i32.const 12)) (then (unreachable)))
                (throw $jump (local.get 0)))
              (func $context (local $sum i32) {context})
              (func (export "_start") (local $sum i32) (local $i i32)
                (call $callback (i32.const 0) (i32.const 6))
                {main}))
            """));
        return program.Run(options ?? new(), TestContext.Current.CancellationToken);
    }
}
