using System;
using System.IO.Pipelines;
using System.Text;
using System.Threading;
using Witx.Bindings.Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Processes;

/// <summary>Programs that switch between contexts (<c>context_switch</c>): how contexts end, alone and with their process.</summary>
public sealed class ContextTests : IDisposable
{
    private const string Compute = "(loop $again (br $again))";
    private const string Sleep = "(drop (call $poll (i32.const 128) (i32.const 256) (i32.const 1) (i32.const 64)))";
    private const string Read = "(drop (call $read (i32.const 0) (i32.const 192) (i32.const 1) (i32.const 64)))";
    private const string Futex = "(drop (call $futex (i32.const 0) (i32.const 0) (i32.const 224) (i32.const 240)))";
    private const string AtomicWait = "(drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1)))";

    /// <summary>Creates a context of the table's function 1 and switches to it. Exits with 99 if control comes back.</summary>
    private const string RunContext = "(call $check (call $create (i32.const 8) (i32.const 1))) "
        + "(drop (call $switch (i64.load (i32.const 8)))) (call $exit (i32.const 99))";

    private const string SwitchToMain = "(call $check (call $switch (i64.const 0)))";

    private readonly WasiHost _host = new();
    private readonly Pipe _input = new();
    private WasiProcess? _process;

    public static TheoryData<string> Waits => [Compute, Sleep, Read, Futex, AtomicWait];

    public void Dispose() => _host.Dispose();

    [Fact]
    public void ContextThatExits_EndsTheProcess() => Assert.Equal(7, Run("(call $exit (i32.const 7))", RunContext).ExitCode);

    [Theory]
    [MemberData(nameof(Waits))]
    public void ThreadThatExits_WhileAContextWaits_EndsTheProcess(string wait) => Assert.Equal(
        7,
        Run(
            $"(if (i32.le_s (call $spawn (i32.const 0)) (i32.const 0)) (then (unreachable))) {wait} (unreachable)",
            RunContext,
            thread: "(call $exit (i32.const 7))").ExitCode);

    [Theory]
    [MemberData(nameof(Waits))]
    public void MainThreadThatReturns_WhileAContextOfAnotherThreadWaits_EndsTheProcess(string wait) => Assert.Equal(
        0,
        Run(
            $"(i32.atomic.store (i32.const 4) (i32.const 1)) {wait} (unreachable)",
            """
            (if (i32.le_s (call $spawn (i32.const 0)) (i32.const 0)) (then (unreachable)))
            (loop $again (br_if $again (i32.eqz (i32.atomic.load (i32.const 4)))))
            """,
            thread: RunContext).ExitCode);

    [Theory]
    [MemberData(nameof(Waits))]
    public void Token_CancelledWhileAContextWaits_EndsTheRun(string wait)
    {
        using CancellationTokenSource cancellation = new();
        HostInterceptor cancel = (function, next) => function.Name is not "sched_yield" ? next : (in call) =>
        {
            _ = cancellation.CancelAsync();
            return next(in call);
        };
        Assert.ThrowsAny<OperationCanceledException>(() => Run(
            $"(drop (call $yield)) {wait} (unreachable)",
            RunContext,
            options: new() { Interceptors = [cancel] },
            token: cancellation.Token));
    }

    [Fact]
    public void ContextThatReturns_TrapsInTheMainContext() => Assert.Equal(
        "The function of context '1' returned. It must switch to another context instead.",
        Assert.Throws<WasiTrapException>(() => Run("", RunContext)).Message);

    [Theory]
    [InlineData("(drop (i32.div_u (i32.const 1) (i32.const 0)))", "IntegerDivisionByZero")]
    [InlineData("(call $recurse (i64.const 0))", "StackOverflow")]
    [InlineData("(unreachable)", "Unreachable")]
    public void ContextThatTraps_EndsTheRunWithItsTrap(string context, string kind) =>
        Assert.Equal(kind, Assert.Throws<WasiTrapException>(() => Run(context, RunContext)).Kind?.ToString());

    [Fact]
    public void HostFunctionThatThrows_InAContext_EndsTheRunWithItsException()
    {
        HostInterceptor fail = static (function, next) =>
            function.Name is "sched_yield" ? static (in _) => throw new InvalidTimeZoneException() : next;
        Assert.Throws<InvalidTimeZoneException>(
            () => Run("(drop (call $yield))", RunContext, options: new() { Interceptors = [fail] }));
    }

    /// <summary>The context that started the program's end is not the first: each has resumed the next.</summary>
    [Fact]
    public void ContextAtTheEndOfAChain_Traps_EndsAllOthers()
    {
        const string Context = """
            (i32.store (i32.const 16) (i32.add (i32.load (i32.const 16)) (i32.const 1)))
            (if (i32.eq (i32.load (i32.const 16)) (i32.const 5)) (then (drop (i32.div_u (i32.const 1) (i32.const 0)))))
            (call $check (call $create (i32.const 8) (i32.const 1)))
            (drop (call $switch (i64.load (i32.const 8))))
            (unreachable)
            """;
        Assert.Equal("IntegerDivisionByZero", Assert.Throws<WasiTrapException>(() => Run(Context, RunContext)).Kind?.ToString());
    }

    [Fact]
    public void ThreadExit_InAContextOfAThread_EndsTheThreadAlone() => Assert.Equal(
        3,
        Run(
            "(i32.atomic.store (i32.const 4) (i32.const 3)) (call $thread_exit (i32.const 0))",
            """
            (if (i32.le_s (call $spawn (i32.const 0)) (i32.const 0)) (then (unreachable)))
            (call $check (call $join (i32.const 2)))
            (call $exit (i32.atomic.load (i32.const 4)))
            """,
            thread: RunContext).ExitCode);

    [Fact]
    public void ThreadExit_InAContextOfTheMainThread_EndsTheProcess() =>
        Assert.Equal(5, Run("(call $thread_exit (i32.const 5))", RunContext).ExitCode);

    [Fact]
    public void Create_BeyondMaxThreads_IsAgain() => Assert.Equal(
        (int)Errno.Again,
        Run(
            SwitchToMain,
            """
            (if (i32.le_s (call $spawn (i32.const 0)) (i32.const 0)) (then (unreachable)))
            (call $check (call $create (i32.const 8) (i32.const 1)))
            (call $check (call $create (i32.const 16) (i32.const 1)))
            (if (i32.ne (call $create (i32.const 24) (i32.const 1)) (i32.const 6)) (then (unreachable)))
            (if (i32.ne (call $spawn (i32.const 0)) (i32.const -6)) (then (unreachable)))
            (call $check (call $destroy (i64.load (i32.const 16))))
            (call $check (call $create (i32.const 16) (i32.const 1)))
            (call $exit (call $create (i32.const 24) (i32.const 1)))
            """,
            thread: AtomicWait,
            options: new() { Limits = { MaxThreads = 3 } }).ExitCode);

    [Fact]
    public void Create_MemoryWithoutSpaceForAnotherStack_IsNomem() => Assert.Equal(
        (int)Errno.Nomem,
        Run(
            SwitchToMain,
            """
            (call $check (call $create (i32.const 8) (i32.const 1)))
            (call $check (call $create (i32.const 16) (i32.const 1)))
            (if (i32.ne (call $create (i32.const 24) (i32.const 1)) (i32.const 48)) (then (unreachable)))
            (call $check (call $destroy (i64.load (i32.const 8))))
            (call $check (call $create (i32.const 8) (i32.const 1)))
            (call $exit (call $create (i32.const 24) (i32.const 1)))
            """,
            pages: 3).ExitCode);

    [Fact]
    public void Create_PoolWithoutAFreeInstance_IsAgain()
    {
        using WasiHost host = new(new WasiHostOptions { MaxPooledInstances = 3 });
        Assert.Equal(
            (int)Errno.Again,
            Run(
                SwitchToMain,
                "(call $check (call $create (i32.const 8) (i32.const 1))) (call $exit (call $create (i32.const 24) (i32.const 1)))",
                host: host).ExitCode);
    }

    [Fact]
    public void Create_GuestWithoutAStackPointer_IsNotsup() => Assert.Equal(
        (int)Errno.Notsup,
        Run(SwitchToMain, "(call $exit (call $create (i32.const 24) (i32.const 1)))", stackPointer: "another").ExitCode);

    [Theory]
    [InlineData("(call $create (i32.const 24) (i32.const 1))")]
    [InlineData("(call $switch (i64.const 0))")]
    [InlineData("(call $destroy (i64.const 9))")]
    public void Functions_InAnInstanceThatIsCalledOrWithAMemoryOfItsOwn_AreNotsup(string call)
    {
        using WasiProgram reactor = _host.Load("reactor", GetText("", "", entry: "try", result: $"(result i32) {call}"));
        using WasiInstance instance = reactor.Instantiate(new(), TestContext.Current.CancellationToken);
        Assert.Equal((int)Errno.Notsup, instance.Invoke("try").Int32);

        // A program that imports thread-spawn must import a shared memory.
        using WasiProgram own = _host.Load(
            "own", GetText("", $"(call $exit {call})", memory: "(memory 1)", spawn: "\"wasix_32v1\" \"thread_join\""));
        Assert.Equal((int)Errno.Notsup, own.Run(new(), TestContext.Current.CancellationToken).ExitCode);
    }

    [Fact]
    public void Functions_InAStartFunction_AreNotsup() => Assert.Equal(
        (int)Errno.Notsup,
        Run(
            "",
            "(call $exit (i32.load (i32.const 16)))",
            start: """
                (i32.store (i32.const 16) (call $create (i32.const 24) (i32.const 1)))
                (if (i32.ne (call $switch (i64.const 0)) (i32.load (i32.const 16))) (then (unreachable)))
                """).ExitCode);

    [Fact]
    public void StartFunctionThatTraps_InAContext_EndsTheRun() => Assert.Equal(
        "IntegerDivisionByZero",
        Assert.Throws<WasiTrapException>(() => Run(
            "",
            $"(i32.store (i32.const 16) (i32.const 1)) {RunContext}",
            start: "(if (i32.load (i32.const 16)) (then (drop (i32.div_u (i32.const 1) (i32.const 0)))))")).Kind?.ToString());

    /// <summary>All contexts of a thread consume the thread's fuel, and the rest returns to the main context.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fuel_UsedByContexts_IsThatOfTheirThread(bool isDestroyed)
    {
        const int Loops = 100_000;
        using WasiHost host = new(new WasiHostOptions { CountsFuel = true });
        string end = isDestroyed ? "(call $check (call $destroy (i64.load (i32.const 8))))" : "";
        string main = $"""
            (call $check (call $create (i32.const 8) (i32.const 1)))
            (call $check (call $switch (i64.load (i32.const 8)))) {end}
            """;
        string context = $"(call $count (i64.const {Loops})) {SwitchToMain}";
        WasiResult result = Run(context, main, options: new() { Measures = WasiMeasures.Fuel }, host: host);
        Assert.InRange(result.Fuel!.Value, Loops, 20 * Loops);
        Assert.Equal(
            "Fuel",
            Assert.Throws<WasiLimitException>(() => Run(
                $"(call $count (i64.const 1000)) {SwitchToMain}",
                """
                (loop $again
                  (call $check (call $create (i32.const 8) (i32.const 1)))
                  (call $check (call $switch (i64.load (i32.const 8))))
                  (call $check (call $destroy (i64.load (i32.const 8))))
                  (br $again))
                """,
                options: new() { Limits = { Fuel = 100_000 } },
                host: host)).Limit);
    }

    [Fact]
    public void Fuel_UsedByTheStartOfContextsThatFail_IsThatOfTheirThread()
    {
        using WasiHost host = new(new WasiHostOptions { CountsFuel = true });
        Assert.Equal(
            "Fuel",
            Assert.Throws<WasiLimitException>(() => Run(
                "",
                """
                (loop $again
                  (if (i32.ne (call $create (i32.const 8) (i32.const 1)) (i32.const 48)) (then (call $exit (i32.const 1))))
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br_if $again (i32.lt_u (local.get $i) (i32.const 100))))
                """,
                start: "(call $count (i64.const 1000))",
                pages: 1,
                options: new() { Limits = { Fuel = 50_000 } },
                host: host)).Limit);
    }

    [Fact]
    public void Result_OfARunWithContexts_CountsTheirCallsAndTime()
    {
        WasiResult result = Run(
            $"(drop (call $yield)) (drop (call $yield)) (call $count (i64.const 3000000)) {SwitchToMain}",
            "(call $check (call $create (i32.const 8) (i32.const 1))) (call $check (call $switch (i64.load (i32.const 8))))",
            options: new() { Measures = WasiMeasures.Calls | WasiMeasures.ProcessorTime });
        Assert.Equal(5, result.Calls);
        Assert.True(result.ProcessorTime > TimeSpan.FromMilliseconds(1));
    }

    /// <summary>A host function that catches every exception cannot keep a destroyed context alive.</summary>
    [Fact]
    public void DestroyedContext_WhoseExceptionAHostCatches_CannotSwitchAnyMore()
    {
        int caught = 0;
        HostInterceptor keep = (function, next) => function.Name is not "context_switch" ? next : (in call) =>
        {
            try
            {
                return next(in call);
            }
            catch (Exception exception) when (exception is not WasiExitException && caught++ < 3)
            {
                return (long)Errno.Success;
            }
        };
        Assert.Equal(
            9,
            Run(
                $"(loop $again {SwitchToMain} (br $again))",
                """
                (call $check (call $create (i32.const 8) (i32.const 1)))
                (call $check (call $switch (i64.load (i32.const 8))))
                (call $check (call $destroy (i64.load (i32.const 8))))
                (call $exit (i32.const 9))
                """,
                options: new() { Interceptors = [keep] }).ExitCode);
        Assert.Equal(4, caught);
    }

    private static byte[] GetText(
        string context,
        string main,
        string thread = "",
        string start = "",
        string entry = "_start",
        string result = "",
        string stackPointer = "__stack_pointer",
        string spawn = "\"wasi\" \"thread-spawn\"",
        string memory = "(import \"env\" \"memory\" (memory 1 32 shared))") => Encoding.UTF8.GetBytes($"""
        (module
          (import {spawn} (func $spawn (param i32) (result i32)))
          (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
          (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
          (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
          (import "wasix_32v1" "thread_exit" (func $thread_exit (param i32)))
          (import "wasix_32v1" "thread_join" (func $join (param i32) (result i32)))
          (import "wasix_32v1" "futex_wait" (func $futex (param i32 i32 i32 i32) (result i32)))
          (import "wasix_32v1" "context_create" (func $create (param i32 i32) (result i32)))
          (import "wasix_32v1" "context_switch" (func $switch (param i64) (result i32)))
          (import "wasix_32v1" "context_destroy" (func $destroy (param i64) (result i32)))
          {memory}
          (export "memory" (memory 0))
          (table (export "__indirect_function_table") 2 2 funcref)
          (elem (i32.const 1) func $context)
          (global (export "{stackPointer}") (mut i32) (i32.const 65536))
          (global (export "__data_end") i32 (i32.const 1024))
          (data (i32.const 144) "\01\00\00\00\00\00\00\00\00\a0\b8\30\46\03")
          (data (i32.const 192) "\c8\00\00\00\08\00\00\00")
          (func $check (param i32) (if (local.get 0) (then (unreachable))))
          (func $recurse (param i64) (call $recurse (i64.add (local.get 0) (i64.const 1))) (call $recurse (local.get 0)))
          (func $count (param i64)
            (loop $again (br_if $again (i32.eqz (i64.eqz (local.tee 0 (i64.sub (local.get 0) (i64.const 1))))))))
          (func $context {context})
          (func $start {start})
          (start $start)
          (func (export "wasi_thread_start") (param i32 i32) {thread})
          (func (export "{entry}") {(result.Length > 0 ? "" : "(local $i i32)")} {(result.Length > 0 ? result : main)}))
        """);

    private WasiResult Run(
        string context,
        string main,
        string thread = "",
        string start = "",
        string stackPointer = "__stack_pointer",
        int pages = 32,
        WasiOptions? options = null,
        WasiHost? host = null,
        CancellationToken token = default)
    {
        // At 128: a subscription to the monotonic clock, in an hour. At 192: a vector of 8 bytes at 200.
        string memory = $"""(import "env" "memory" (memory 1 {pages} shared))""";
        using WasiProgram program = (host ?? _host).Load(
            "contexts", GetText(context, main, thread, start, stackPointer: stackPointer, memory: memory));
        WasiOptions own = new(options ?? new())
        {
            Input = WasiInput.FromStream(_input.Reader.AsStream()),
            Started = process => _process = process,
        };
        try
        {
            return program.Run(own, token);
        }
        finally
        {
            Assert.Equal((true, 0), (_process!.Threads.IsEmpty, _process.Threads.ContextCount));
        }
    }
}
