using System;
using System.IO.Pipelines;
using System.Threading;
using Witx.Bindings.Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Processes;

/// <summary>Programs that start threads by <c>thread-spawn</c>: how threads work together, and how they end.</summary>
public sealed class ThreadSpawnTests : IDisposable
{
    private const string Compute = "(loop $again (br $again))";
    private const string Sleep = "(drop (call $poll (i32.const 128) (i32.const 256) (i32.const 1) (i32.const 64)))";
    private const string Read = "(drop (call $read (i32.const 0) (i32.const 192) (i32.const 1) (i32.const 64)))";
    private const string Futex = "(drop (call $futex (i32.const 0) (i32.const 0) (i32.const 224) (i32.const 240)))";
    private const string AtomicWait = "(drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1)))";

    private readonly WasiHost _host = new();
    private readonly Pipe _input = new();
    private WasiProcess? _process;

    public static TheoryData<string> Waits => [Compute, Sleep, Read, Futex, AtomicWait];

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("wasi")]
    [InlineData("wasi_snapshot_preview1")]
    public void Threads_SharedMemory_SeeTheChangesOfEachOther(string module)
    {
        const string Thread = """
            (loop $again
              (drop (i32.atomic.rmw.add (i32.const 4) (local.get $argument)))
              (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000))))
            (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))
            (drop (memory.atomic.notify (i32.const 0) (i32.const 1)))
            """;
        const string Main = """
            (call $check (call $spawn (i32.const 1)))
            (call $check (call $spawn (i32.const 10)))
            (call $check (call $spawn (i32.const 100)))
            (loop $again
              (local.set $i (i32.atomic.load (i32.const 0)))
              (if (i32.lt_u (local.get $i) (i32.const 3))
                (then (drop (memory.atomic.wait32 (i32.const 0) (local.get $i) (i64.const -1))) (br $again))))
            (call $exit (i32.div_u (i32.atomic.load (i32.const 4)) (i32.const 1000)))
            """;
        Assert.Equal(111, Run(Thread, Main, module).ExitCode);
    }

    [Theory]
    [MemberData(nameof(Waits))]
    public void ThreadThatExits_WhileTheMainThreadWaits_EndsTheProcess(string wait) => Assert.Equal(
        7, Run("(call $exit (i32.const 7))", $"(call $check (call $spawn (i32.const 0))) {wait} (unreachable)").ExitCode);

    [Theory]
    [MemberData(nameof(Waits))]
    public void ThreadThatTraps_WhileTheMainThreadWaits_EndsTheRun(string wait)
    {
        WasiTrapException trap = Assert.Throws<WasiTrapException>(
            () => Run("(drop (i32.div_u (i32.const 1) (i32.const 0)))", $"(call $check (call $spawn (i32.const 0))) {wait} (unreachable)"));
        Assert.Equal("IntegerDivisionByZero", trap.Kind?.ToString());
    }

    [Theory]
    [MemberData(nameof(Waits))]
    public void MainThreadThatTraps_WhileAThreadWaits_EndsTheRunWithItsTrap(string wait) => Assert.Equal(
        "IntegerDivisionByZero",
        Assert.Throws<WasiTrapException>(() => Run(
            $"(i32.atomic.store (i32.const 4) (i32.const 1)) {wait} (unreachable)",
            """
            (call $check (call $spawn (i32.const 0)))
            (loop $again (br_if $again (i32.eqz (i32.atomic.load (i32.const 4)))))
            (drop (i32.div_u (i32.const 1) (i32.const 0)))
            """)).Kind?.ToString());

    [Theory]
    [MemberData(nameof(Waits))]
    public void MainThreadThatReturns_WhileThreadsWait_EndsTheProcess(string wait) => Assert.Equal(
        0, Run($"{wait} (unreachable)", "(call $check (call $spawn (i32.const 0))) (call $check (call $spawn (i32.const 0)))").ExitCode);

    [Theory]
    [MemberData(nameof(Waits))]
    public void Token_CancelledWhileAllThreadsWait_EndsTheRun(string wait)
    {
        using CancellationTokenSource cancellation = new();
        HostInterceptor cancel = (function, next) => function.Name is not "sched_yield" ? next : (in call) =>
        {
            _ = cancellation.CancelAsync();
            return next(in call);
        };
        Assert.ThrowsAny<OperationCanceledException>(() => Run(
            $"(drop (call $yield)) {wait} (unreachable)",
            $"(call $check (call $spawn (i32.const 0))) {wait} (unreachable)",
            options: new() { Interceptors = [cancel] },
            token: cancellation.Token));
    }

    [Fact]
    public void ThreadExitOfTheMainThread_WhileAnotherRuns_WaitsForIt()
    {
        const string Thread = """
            (loop $again (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 10000000))))
            (drop (call $write (i32.const 1) (i32.const 192) (i32.const 1) (i32.const 64)))
            """;
        WasiResult result = Run(Thread, "(call $check (call $spawn (i32.const 0))) (call $thread_exit (i32.const 5))");
        Assert.Equal((5, 8), (result.ExitCode, result.BytesWritten));
    }

    [Fact]
    public void ThreadThatExits_WhileTheClockOfTheProcessStandsStill_EndsTheProcess() => Assert.Equal(
        7,
        Run(
            "(call $exit (i32.const 7))",
            $"(call $check (call $spawn (i32.const 0))) {AtomicWait} (unreachable)",
            options: new() { TimeProvider = new ManualTime() }).ExitCode);

    [Fact]
    public void HostFunctionThatThrows_InAThread_EndsTheRunWithItsException()
    {
        HostInterceptor fail = static (function, next) =>
            function.Name is "sched_yield" ? static (in _) => throw new InvalidTimeZoneException() : next;
        Assert.Throws<InvalidTimeZoneException>(() => Run(
            "(drop (call $yield))", $"(call $check (call $spawn (i32.const 0))) {AtomicWait}", options: new() { Interceptors = [fail] }));
    }

    [Fact]
    public void ThreadThatRecursesWithoutEnd_Traps() => Assert.Equal(
        "StackOverflow",
        Assert.Throws<WasiTrapException>(() => Run(
            "(call $recurse (i64.const 0))", $"(call $check (call $spawn (i32.const 0))) {AtomicWait}")).Kind?.ToString());

    [Fact]
    public void Spawn_BeyondMaxThreads_IsAgain() => Assert.Equal(
        (int)Errno.Again,
        Run(
            AtomicWait,
            """
            (call $check (call $spawn (i32.const 0)))
            (call $check (call $spawn (i32.const 0)))
            (call $exit (i32.sub (i32.const 0) (call $spawn (i32.const 0))))
            """,
            options: new() { Limits = { MaxThreads = 2 } }).ExitCode);

    [Fact]
    public void Spawn_ThousandThreadsOneAfterAnother_StayWithinTheLimit() => Assert.Equal(
        100,
        Run(
            "(drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))",
            """
            (loop $again
              (local.set $i (i32.add (local.get $i) (i32.gt_s (call $spawn (i32.const 0)) (i32.const 0))))
              (br_if $again (i32.lt_u (local.get $i) (i32.const 1000))))
            (loop $rest (br_if $rest (i32.lt_u (i32.atomic.load (i32.const 0)) (i32.const 1000))))
            (call $exit (i32.div_u (i32.atomic.load (i32.const 0)) (i32.const 10)))
            """,
            options: new() { Limits = { MaxThreads = 4 } }).ExitCode);

    [Fact]
    public void Spawn_GuestWithoutThreadStart_IsNotcapable() => Assert.Equal(
        (int)Errno.Notcapable,
        Run("", "(call $exit (i32.sub (i32.const 0) (call $spawn (i32.const 0))))", start: "another_start").ExitCode);

    [Theory]
    [InlineData(0, "_start_thread")]
    [InlineData(1, "_react")]
    public void ThreadSpawnOf2022_PassesBothHalvesOfTheUserData(int isReactor, string start)
    {
        using WasiProgram program = _host.Load("early", System.Text.Encoding.UTF8.GetBytes($$"""
            (module
              (import "wasix_32v1" "thread_spawn" (func $spawn (param i64 i64 i64 i32 i32) (result i32)))
              (import "wasix_32v1" "proc_exit" (func $exit (param i32)))
              (import "env" "memory" (memory 1 1 shared))
              (export "memory" (memory 0))
              (func (export "{{start}}") (param i32 i32)
                (call $exit (i32.add (i32.mul (local.get 0) (i32.const 10)) (local.get 1))))
              (func (export "_start")
                (if (call $spawn (i64.const 0x3_0000_0004) (i64.const 0) (i64.const 0) (i32.const {{isReactor}}) (i32.const 8))
                  (then (unreachable)))
                {{AtomicWait}}))
            """));
        Assert.Equal(43, program.Run(new(), TestContext.Current.CancellationToken).ExitCode);
    }

    [Fact]
    public void Program_ThatStartsThreadsWithoutASharedMemory_IsRefused()
    {
        using WasiProgram program = _host.Load("private", """
            (module
              (import "wasi" "thread-spawn" (func (param i32) (result i32)))
              (memory (export "memory") 1)
              (func (export "_start")))
            """u8.ToArray());
        Assert.Equal(
            "'private' starts threads, but does not import a shared memory for them.",
            Assert.Throws<WasiProgramException>(() => program.Run(new(), TestContext.Current.CancellationToken)).Message);
    }

    [Fact]
    public void Spawn_InAnInstanceThatIsCalled_IsNotsup()
    {
        using WasiProgram program = _host.Load("reactor", """
            (module
              (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
              (import "env" "memory" (memory 1 1 shared))
              (func (export "wasi_thread_start") (param i32 i32))
              (func (export "try") (result i32) (call $spawn (i32.const 0))))
            """u8.ToArray());
        using WasiInstance instance = program.Instantiate(new(), TestContext.Current.CancellationToken);
        Assert.Equal(-(int)Errno.Notsup, instance.Invoke("try").Int32);
    }

    [Fact]
    public void Spawn_PoolWithoutAFreeInstance_IsAgain()
    {
        using WasiHost host = new(new WasiHostOptions { MaxPooledInstances = 3 });
        Assert.Equal(
            (int)Errno.Again,
            Run(
                AtomicWait,
                """
                (call $check (call $spawn (i32.const 0)))
                (call $exit (i32.sub (i32.const 0) (call $spawn (i32.const 0))))
                """,
                host: host).ExitCode);
    }

    [Fact]
    public void Result_OfAThreadedRun_CountsTheBytesAndCallsOfAllThreads()
    {
        const string Write = """
            (drop (call $write (i32.const 1) (i32.const 192) (i32.const 1) (i32.const 64)))
            (i32.atomic.store (i32.const 0) (i32.const 1))
            """;
        WasiResult result = Run(
            Write,
            "(call $check (call $spawn (i32.const 0))) (loop $again (br_if $again (i32.eqz (i32.atomic.load (i32.const 0)))))",
            options: new() { Measures = WasiMeasures.Calls | WasiMeasures.ProcessorTime });
        Assert.Equal((8, 2), (result.BytesWritten, result.Calls));
        Assert.True(result.ProcessorTime > TimeSpan.Zero);
    }

    private WasiResult Run(
        string thread,
        string main,
        string module = "wasi",
        WasiOptions? options = null,
        string start = "wasi_thread_start",
        WasiHost? host = null,
        CancellationToken token = default)
    {
        // At 128: a subscription to the monotonic clock, in an hour. At 192: a vector of 8 bytes at 200.
        using WasiProgram program = (host ?? _host).Load("threads", System.Text.Encoding.UTF8.GetBytes($$"""
            (module
              (import "{{module}}" "thread-spawn" (func $spawn (param i32) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
              (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
              (import "wasix_32v1" "thread_exit" (func $thread_exit (param i32)))
              (import "wasix_32v1" "futex_wait" (func $futex (param i32 i32 i32 i32) (result i32)))
              (import "env" "memory" (memory 1 1 shared))
              (export "memory" (memory 0))
              (data (i32.const 144) "\01\00\00\00\00\00\00\00\00\a0\b8\30\46\03")
              (data (i32.const 192) "\c8\00\00\00\08\00\00\00")
              (func $check (param i32) (if (i32.le_s (local.get 0) (i32.const 0)) (then (unreachable))))
              (func $recurse (param i64) (call $recurse (i64.add (local.get 0) (i64.const 1))) (call $recurse (local.get 0)))
              (func (export "{{start}}") (param $id i32) (param $argument i32) (local $i i32) {{thread}})
              (func (export "_start") (local $i i32) {{main}}))
            """));
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
            Assert.True(_process!.Threads.IsEmpty);
        }
    }
}
