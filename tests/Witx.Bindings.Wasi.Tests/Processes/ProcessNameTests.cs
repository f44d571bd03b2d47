using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.Extensions.Logging;
using Witx.Bindings.Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Processes;

/// <summary>
/// The names of processes, programs and threads: in calls, logs and messages of traps, and as names of threads of the system.
/// </summary>
public sealed class ProcessNameTests : IDisposable
{
    /// <summary>A call that the tests observe.</summary>
    private const string Step = "(drop (call $proc_id (i32.const 16)))";

    /// <summary>Steps, starts a thread, and waits for its step.</summary>
    private const string StepInThreads = $"{Step} (call $run_thread)";

    private const string StepInThread = $"{Step} (i32.atomic.store (i32.const 0) (i32.const 1))";

    /// <summary>Steps, runs a child, and exits with the number of the signal that ended it.</summary>
    private const string RunChild = $"{Step} (call $run (i32.const 64) (i32.const 9))";

    private readonly WasiHost _host = new();
    private readonly ConcurrentQueue<string> _steps = new();
    private readonly RecordingLoggers _log = new(LogLevel.Debug);

    public void Dispose()
    {
        _log.Dispose();
        _host.Dispose();
    }

    [Fact]
    public void Call_OfEachProcessAndThread_HasItsNames()
    {
        Run(Observe(static (process, thread) => $"{Describe(process, thread)} '{process.Name}'"), RunChild);
        Assert.Equal(["1 of 0 parent/0 'first'", "2 of 1 work/0 'alias'", "2 of 1 work/3 'alias'"], _steps);
    }

    [Fact]
    public void Call_AfterExec_HasTheNameOfTheExecutedFile()
    {
        Run(Observe(Describe), $"{Step} (call $exec)");
        Assert.Equal(["1 of 0 parent/0", "1 of 0 work/0", "1 of 0 work/2"], _steps);
    }

    [Fact]
    public void Call_InACopyWithoutMemory_IsOfTheCopy()
    {
        Run(Observe(Describe), $"(drop (call $fork (i32.const 16))) {Step} (call $exit (i32.const 0)) {Step}");
        Assert.Equal(["2 of 1 parent/0", "1 of 0 parent/0"], _steps);
    }

    [Fact]
    public void Call_OfAGuestWithoutWasi_HasNoProcess()
    {
        HostCallContext call = new();
        Assert.Null(call.GetProcess());
        Assert.Equal(0, call.GetThreadId());
    }

    [Fact]
    public void SystemThread_OfEachProcessAndThread_HasItsName()
    {
        string own = Thread.CurrentThread.Name ?? "";
        Run(Observe(static (_, _) => Thread.CurrentThread.Name ?? ""), $"{Step} (call $run (i32.const 80) (i32.const 9))");
        Assert.Equal([own, "WASI 2 exec", "WASI 2 work", "WASI 2 work/3"], _steps);
        Assert.Equal(own, Thread.CurrentThread.Name ?? "");
    }

    [Fact]
    public void ExecutionContext_OfTheRun_ReachesAllProcessesAndThreads()
    {
        AsyncLocal<string> local = new() { Value = "of the run" };
        WasiOptions options = Observe((_, _) => local.Value!);
        options.ProcessStarted = _ => local.Value += ", of the child";
        Run(options, RunChild);
        Assert.Equal(["of the run", "of the run, of the child", "of the run, of the child"], _steps);

        // The threads of the system are kept for later runs.
        local.Value = null!;
        Run(Observe((_, _) => local.Value ?? "none"), RunChild);
        Assert.Equal(["none", "none", "none"], _steps.Skip(3));
    }

    [Fact]
    public void LogMessage_OfEachProcessAndThread_IsInItsScope()
    {
        using (_log.BeginScope("of the embedder"))
        {
            Run(new() { LoggerFactory = _log }, RunChild);
        }

        Assert.Equal(
            [
                "of the embedder, process 1 'parent', thread 0",
                "of the embedder, process 2 'work', thread 0",
                "of the embedder, process 2 'work', thread 3",
            ],
            ScopesOf("Debug proc_id").Select(static scopes => string.Join(", ", scopes)));
        Dictionary<string, object?> fields = _log.ScopeFields[_log.Lines.FindLastIndex(
            static line => line.StartsWith("Debug proc_id", StringComparison.Ordinal))];
        Assert.Equal((2u, "work", 3u), (fields["wasi.pid"], fields["wasi.program"], fields["wasi.tid"]));
        Assert.Contains("Debug Process 2 of process 1 starts 'work'.", _log.Lines);
        Assert.Contains("Debug Process 2 'work' ended with exit code 0.", _log.Lines);
    }

    [Fact]
    public void LogMessage_InACopyWithoutMemory_IsInTheScopeOfTheCopy()
    {
        Run(new() { LoggerFactory = _log }, $"(drop (call $fork (i32.const 16))) {Step} (call $exit (i32.const 0)) {Step}");
        Assert.Equal(
            ["process 2 'parent', thread 0", "process 1 'parent', thread 0"],
            ScopesOf("Debug proc_id").Select(static scopes => scopes[^1]));
    }

    [Fact]
    public void LogMessage_OfAProgramWithoutProcesses_HasNoScope()
    {
        using WasiProgram program = _host.Load("single", """
            (module
              (import "wasi_snapshot_preview1" "fd_sync" (func $sync (param i32) (result i32)))
              (memory (export "memory") 1)
              (func (export "_start") (drop (call $sync (i32.const 1)))))
            """u8.ToArray());
        program.Run(new() { LoggerFactory = _log });
        Assert.Equal(["Debug fd_sync fd=1"], _log.Lines);
        Assert.Empty(Assert.Single(_log.Scopes));
    }

    [Fact]
    public void Trap_OfTheMainThread_HasTheMessageOfTheEngine()
    {
        WasiTrapException trap = Assert.Throws<WasiTrapException>(() => Run(new(), "(unreachable)"));
        Assert.StartsWith("error while executing at wasm backtrace:", trap.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(unreachable)", "unreachable")]
    [InlineData("(drop (call $proc_id (i32.const -4)))", "0xfffffffc")]
    public void Trap_OfAnotherThread_NamesIt(string failure, string reason)
    {
        WasiTrapException trap = Assert.Throws<WasiTrapException>(() => Run(new(), "(call $exec)", thread: failure));
        Assert.StartsWith("Thread 2 of process 1 'work' trapped: ", trap.Message, StringComparison.Ordinal);
        Assert.Contains(reason, trap.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(unreachable)", StepInThread, "Process 2 'work' trapped: ")]
    [InlineData(StepInThreads, "(unreachable)", "Thread 3 of process 2 'work' trapped: ")]
    public void Trap_OfAChild_NamesItsProcessAndThread(string main, string thread, string message)
    {
        WasiTrapException? trap = null;
        WasiOptions options = new() { LoggerFactory = _log, ProcessExited = (process, _) => trap = process.Trap };

        // The signal is that of 'unreachable', whichever thread trapped.
        Assert.Equal((int)WasiTypes.Signal.Abrt, Run(options, RunChild, thread, main).ExitCode);
        Assert.StartsWith(message, trap!.Message, StringComparison.Ordinal);
        int index = _log.Lines.FindIndex(static line => line.StartsWith("Warning", StringComparison.Ordinal));
        Assert.Equal("Warning Process 2 'work' trapped. Its parent sees that a signal ended it.", _log.Lines[index]);
        Assert.Same(trap, _log.Exceptions[index]);
    }

    private static string Describe(WasiProcess process, long thread) =>
        $"{process.ProcessId} of {process.ParentProcessId} {process.ProgramName}/{thread}";

    private IEnumerable<string[]> ScopesOf(string line) => _log.Lines.Zip(_log.Scopes)
        .Where(entry => entry.First.StartsWith(line, StringComparison.Ordinal))
        .Select(static entry => entry.Second);

    private WasiOptions Observe(Func<WasiProcess, long, string> describe) => new()
    {
        Interceptors = [(function, next) => function.Name is not "proc_id" ? next : (in call) =>
        {
            _steps.Enqueue(describe(call.GetProcess()!, call.GetThreadId()));
            return next(in call);
        }],
    };

    private WasiResult Run(WasiOptions options, string main, string thread = StepInThread, string workMain = StepInThreads)
    {
        using WasiProgram parent = _host.Load("parent", Compose(main, ""));
        using WasiProgram exec = _host.Load("binary", Compose($"{Step} (call $exec)", ""));
        using WasiProgram work = _host.Load("binary", Compose(workMain, thread));
        options.Arguments = ["first"];
        options.Programs["/opt/work"] = work;
        options.Programs["/opt/exec"] = exec;
        return parent.Run(options, TestContext.Current.CancellationToken);
    }

    /// <summary>Creates a program. At 64 and 80 are the paths of programs, at 96 is the argument of all.</summary>
    private static byte[] Compose(string main, string thread) => Encoding.UTF8.GetBytes($$"""
        (module
          (import "wasi" "thread-spawn" (func $thread_spawn (param i32) (result i32)))
          (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
          (import "wasix_32v1" "proc_id" (func $proc_id (param i32) (result i32)))
          (import "wasix_32v1" "proc_fork_env" (func $fork (param i32) (result i32)))
          (import "wasix_32v1" "proc_exit2" (func $exit (param i32)))
          (import "wasix_32v1" "proc_exec3" (func $proc_exec (param i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
          (import "wasix_32v1" "proc_spawn2"
            (func $proc_spawn (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
          (import "wasix_32v1" "proc_join" (func $proc_join (param i32 i32 i32) (result i32)))
          (import "env" "memory" (memory 1 1 shared))
          (export "memory" (memory 0))
          (data (i32.const 64) "/opt/work")
          (data (i32.const 80) "/opt/exec")
          (data (i32.const 96) "alias")
          (func $check (param i32) (if (local.get 0) (then (unreachable))))
          (func $run_thread
            (call $check (i32.le_s (call $thread_spawn (i32.const 0)) (i32.const 0)))
            (loop $wait (br_if $wait (i32.eqz (i32.atomic.load (i32.const 0))))))
          (func $exec (call $check (call $proc_exec
            (i32.const 64) (i32.const 9) (i32.const 96) (i32.const 5) (i32.const 0) (i32.const 0)
            (i32.const 0) (i32.const 0) (i32.const 0))))
          (func $run (param $path i32) (param $length i32)
            (call $check (call $proc_spawn
              (local.get $path) (local.get $length) (i32.const 96) (i32.const 5) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)
              (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 16)))
            (call $check (call $proc_join (i32.const 24) (i32.const 0) (i32.const 32)))
            (call $proc_exit (i32.load8_u (i32.const 36))))
          (func (export "wasi_thread_start") (param i32 i32) {{thread}})
          (func (export "_start") {{main}}))
        """);
}
