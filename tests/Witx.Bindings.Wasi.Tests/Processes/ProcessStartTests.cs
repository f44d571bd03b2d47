using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Witx.Bindings.Wasi.Diagnostics;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Processes;

/// <summary>Processes that end while they start others, and starts that fail again and again.</summary>
public sealed class ProcessStartTests : IDisposable
{
    // The first process starts the second, which starts the third.
    private const uint Starter = 2;

    private static readonly byte[] s_tree = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Guests", "wasix", "trees.wasm"));

    private readonly ConcurrentQueue<string> _events = new();
    private readonly StringWriter _output = new();
    private readonly WasiHost _host = new();
    private readonly WasiProgram _program;
    private readonly WasiProgram _broken;
    private WasiProcess? _root;

    public ProcessStartTests()
    {
        _program = _host.Load("tree", s_tree);
        _broken = _host.Load(
            "broken", """(module (import "none" "none" (func)) (memory (export "memory") 1) (func (export "_start")))"""u8.ToArray());
    }

    /// <summary>Every test leaves nothing of its processes.</summary>
    public void Dispose()
    {
        _program.Dispose();
        _broken.Dispose();
        _host.Dispose();
        // The thread of a compilation releases its lease after the result is known.
        Assert.True(SpinWait.SpinUntil(() => _host.IsFreed, TimeLimit.Value));
        Assert.Equal((0, 0, 0), (_root!.Processes.EntryCount, _root.Processes.Memory.Reserved, _root.Ledger.Charged));
    }

    /// <summary>The program goes on, although the process whose copy executes it has ended.</summary>
    [Fact]
    public async Task Execute_InACopy_CallerEndsDuringTheStart_ProgramRuns()
    {
        ObservedLog log = new(LogLevel.Debug, message =>
        {
            if (message == "Process 3 executes 'tree'.")
            {
                EndStarter();
            }
        });
        await RunAsync(["adopt", "execute", "tree"], new() { LoggerFactory = log });
        Assert.Equal(["child", "exit 0", "signal 9"], ReadLines());
        Assert.Equal(["2 started", "3 started", "2 ended 137", "3 ended 0"], _events);
    }

    /// <summary>
    /// No caller waits for the error of the start, so that the process itself ends. Otherwise its new parent would wait without end.
    /// </summary>
    [Theory]
    [InlineData("execute")]
    [InlineData("spawn")]
    public async Task Start_CallerEndsDuringAStartThatFails_ProcessEnds(string mode)
    {
        await RunAsync(["adopt", mode, "broken"], new() { LoggerFactory = new ObservedLog(LogLevel.Warning, _ => EndStarter()) });
        Assert.Equal(["signal 9", "signal 9"], ReadLines());
        Assert.Equal(
            mode == "spawn" ? ["2 started", "2 ended 137"] : ["2 started", "3 started", "2 ended 137", "3 ended 137"], _events);
    }

    [Fact]
    public async Task Search_TokenCancelledDuringIt_EndsTheRun()
    {
        using CancellationTokenSource source = new();
        CountingDirectory directory = new(count =>
        {
            if (count == 3)
            {
                source.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(
            ["search"],
            new() { Mounts = [new WasiMount("/tools", WasiDirectory.FromNode(directory)) { AllowExecution = true }] },
            source.Token));

        // A path is looked up twice.
        Assert.InRange(directory.Count, 3, 4);
    }

    [Theory]
    [InlineData("tree", "trap", "Process {pid} 'tree' trapped.")]
    [InlineData("broken", "exit", "Process {pid} cannot execute 'broken';")]
    public async Task Warnings_OfManyStarts_AreLoggedAtALimitedRate(string program, string mode, string message)
    {
        RecordingLoggers loggers = new(LogLevel.Warning);
        await RunAsync(["repeat", program, mode], new() { LoggerFactory = loggers, TimeProvider = new ManualTime() });
        Assert.Equal(BoundedLog.Burst, loggers.Lines.Count);
        Assert.All(
            Enumerable.Range(0, BoundedLog.Burst),
            i => Assert.StartsWith($"Warning {message.Replace("{pid}", $"{i + 2}", StringComparison.Ordinal)}", loggers.Lines[i]));
    }

    [Theory]
    [InlineData("(unreachable)", WasiTypes.Signal.Abrt)]
    [InlineData("(drop (i32.div_u (i32.const 1) (i32.const 0)))", WasiTypes.Signal.Fpe)]
    [InlineData("(drop (i32.load (i32.const -4)))", WasiTypes.Signal.Segv)]
    public async Task ThreadOfAChild_Traps_ParentGetsTheSignalOfTheTrap(string trap, WasiTypes.Signal signal)
    {
        using WasiProgram threads = _host.Load("threads", Encoding.UTF8.GetBytes($"""
            (module
              (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
              (import "env" "memory" (memory 1 1 shared))
              (func (export "wasi_thread_start") (param i32 i32) {trap})
              (func (export "_start")
                (drop (call $spawn (i32.const 0)))
                (drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1)))))
            """));
        await RunAsync(["start", "threads"], new() { Programs = { ["threads"] = threads } });
        Assert.Equal([$"signal {(int)signal}"], ReadLines());
    }

    /// <summary>Ends the process that starts another one, and returns when it has ended.</summary>
    private void EndStarter()
    {
        _root!.Processes.Find(Starter)?.Send(WasiTypes.Signal.Kill);
        SpinWait.SpinUntil(() => _root.Processes.Find(Starter) is not { ExitStatus: null }, TimeLimit.Value);
    }

    private string[] ReadLines() => [.. _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Order()];

    private async Task RunAsync(string[] arguments, WasiOptions options, CancellationToken token = default)
    {
        options.Arguments = ["tree", .. arguments];
        options.Output = WasiOutput.ToText(_output);
        options.Started = process => _root = process;
        options.Programs["tree"] = _program;
        options.Programs["broken"] = _broken;
        Action<WasiProcess>? started = options.ProcessStarted;
        options.ProcessStarted = process =>
        {
            _events.Enqueue($"{process.ProcessId} started");
            started?.Invoke(process);
        };
        options.ProcessExited = (process, status) => _events.Enqueue($"{process.ProcessId} ended {status.ExitCode}");
        Assert.Equal(0, (await _program.RunAsync(options, token).WaitInTimeAsync()).ExitCode);
    }

    /// <summary>Calls an action with each message of a level.</summary>
    private sealed class ObservedLog(LogLevel level, Action<string> action) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == level;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            action(formatter(state, exception));
    }

    /// <summary>An empty directory that counts lookups.</summary>
    private sealed class CountingDirectory(Action<int> lookedUp) : WasiDirectoryNode
    {
        internal int Count { get; private set; }

        public override bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out WasiNode? node)
        {
            node = null;
            lookedUp(++Count);
            return false;
        }

        public override IEnumerable<WasiDirectoryEntry> List() => [];
    }
}
