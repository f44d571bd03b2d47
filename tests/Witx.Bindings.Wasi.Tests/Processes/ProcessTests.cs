using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Processes;

/// <summary>The processes that a guest starts: their limits, their end, and their visibility to the embedder.</summary>
public sealed class ProcessTests : IDisposable
{
    // Nothing here takes a second. A process that the host fails to end would run without end.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static readonly byte[] s_tree = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Guests", "wasix", "trees.wasm"));

    private readonly ManualTime _time = new();
    private readonly ConcurrentQueue<string> _events = new();
    private readonly StringWriter _output = new();
    private readonly WasiHost _host;
    private readonly WasiProgram _program;
    private WasiProcess? _root;

    public ProcessTests()
    {
        _host = new WasiHost(new WasiHostOptions { TimeProvider = _time });
        _program = _host.Load("tree", s_tree);
    }

    /// <summary>Every test leaves no lease of the host: neither a run, nor a process, nor a program.</summary>
    public void Dispose()
    {
        _program.Dispose();
        _host.Dispose();
        // The thread of a compilation releases its lease after the result is known.
        Assert.True(SpinWait.SpinUntil(() => _host.IsFreed, TimeLimit.Value));
        Assert.Equal(0, _root?.Processes.Memory.Reserved ?? 0);
        Assert.Equal(0, _root?.Ledger.Charged ?? 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Processes_BeyondMaxProcesses_FailWithAgain(int limit)
    {
        Assert.Equal(0, (await RunAsync(["bomb"], new() { Limits = { MaxProcesses = limit } })).ExitCode);
        Assert.Equal($"started {limit}\nerror {(int)Errno.Again}\n", _output.ToString());
        Assert.Equal(limit, _events.Count(static text => text.EndsWith("ended 137 Kill", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Processes_BeyondMaxProcessStarts_FailWithAgainUntilTheNextSecond()
    {
        await RunAsync(["series"], new() { Limits = { MaxProcessStarts = 7 } });
        Assert.Equal($"started 7\nerror {(int)Errno.Again}\n", _output.ToString());
    }

    [Fact]
    public async Task Processes_OneAfterTheOther_FreeTheirPlaces()
    {
        await RunAsync(["series"], new() { Limits = { MaxProcesses = 1 } });
        Assert.Equal("started 100\n", _output.ToString());
    }

    /// <summary>
    /// The program declares a maximum of 16 pages and needs 2. The first process reserves 16 pages of 128, and 16 for its stack. A quarter,
    /// 32 pages, is kept for small processes. The others reserve 16 for their stack, and 16, 8, 2 and 2 for their memory.
    /// </summary>
    [Fact]
    public async Task Processes_BeyondMaxTotalMemory_FailWithNomem()
    {
        const int Page = 1 << 16;
        await RunAsync(["bomb"], new() { Limits = { MaxMemory = 16 * Page, MaxTotalMemory = 128 * Page } });
        Assert.Equal($"started 4\nerror {(int)Errno.Nomem}\n", _output.ToString());
    }

    [Theory]
    [InlineData("leave")]
    [InlineData("nested")]
    public async Task Run_EndsWithLiveProcesses_EndsThem(string mode)
    {
        Assert.Equal(0, (await RunAsync([mode])).ExitCode);
        Assert.Equal(2, _events.Count(static text => text.EndsWith("ended 137 Kill", StringComparison.Ordinal)));
        Assert.Empty(_root!.Children);
    }

    [Theory]
    [InlineData("loop")]
    [InlineData("sleep")]
    public async Task Token_CancelledWhileAChildRuns_EndsBoth(string child)
    {
        using CancellationTokenSource source = new();
        WasiOptions options = new() { ProcessStarted = _ => source.Cancel() };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(["run", child], options, token: source.Token));
        Assert.Contains("2 ended 137 Kill", _events);
    }

    [Theory]
    [InlineData("trap", "signal 6")]
    [InlineData("pipe", "signal 13")]
    [InlineData("exit", "exit 4")]
    public async Task Child_Ends_ParentGetsItsStatus(string child, string report)
    {
        await RunAsync(["run", child]);
        Assert.Equal($"{report}\n", _output.ToString());
    }

    [Fact]
    public async Task Pipe_WithoutReader_EndsAProgramThatCanHandleSignals() =>
        Assert.Equal(128 + (int)WasiTypes.Signal.Pipe, (await RunAsync(["pipe"])).ExitCode);

    [Fact]
    public async Task Child_Traps_IsLogged()
    {
        RecordingLoggers loggers = new(LogLevel.Warning);
        await RunAsync(["run", "trap"], new() { LoggerFactory = loggers });
        Assert.Equal(["Warning Process 2 'tree' trapped. Its parent sees that a signal ended it."], loggers.Lines);
    }

    [Fact]
    public async Task HostFunction_ThrowsInAChild_IsTheExceptionOfTheRun()
    {
        HostInterceptor fail = (function, next) =>
            function.Name == "thread_sleep" ? (in _) => throw new InvalidTimeZoneException("from a child") : next;
        Exception exception = await Assert.ThrowsAsync<InvalidTimeZoneException>(
            () => RunAsync(["run", "sleep"], new() { Interceptors = [fail] }));
        Assert.Equal("from a child", exception.Message);
    }

    [Fact]
    public async Task Output_OfAChildBeyondMaxOutput_EndsTheRun()
    {
        WasiLimitException exception = await Assert.ThrowsAsync<WasiLimitException>(
            () => RunAsync(["run", "write"], new() { Limits = { MaxOutput = 3 } }));
        Assert.Equal(nameof(WasiLimits.MaxOutput), exception.Limit);
        Assert.Equal("chi", _output.ToString());
    }

    [Fact]
    public async Task Result_OfARun_CountsItsProcesses()
    {
        WasiResult result = await RunAsync(["run", "write"], new() { Measures = WasiMeasures.Calls });
        Assert.Equal("child\nexit 0\n", _output.ToString());
        Assert.Equal(_output.ToString().Length, result.BytesWritten);
        long calls = result.Calls!.Value;
        Assert.InRange(calls, (await RunAsync(["run", "none"], new() { Measures = WasiMeasures.Calls })).Calls!.Value + 1, 100);
    }

    [Fact]
    public async Task Process_OfTheGuest_IsVisibleToTheEmbedder()
    {
        List<string> children = [];
        await RunAsync(["run", "write"], new()
        {
            ProcessStarted = process => children.AddRange(_root!.Children.Select(child => $"{child.ProcessId} {child == process}")),
        });
        Assert.Equal(["2 True"], children);
        Assert.Equal(["2 started tree", "2 ended 0 None"], _events);
        Assert.Equal((1L, "tree"), (_root!.ProcessId, _root.Name));
    }

    [Fact]
    public async Task Callback_Throws_IsTheExceptionOfTheRun() => await Assert.ThrowsAsync<InvalidTimeZoneException>(
        () => RunAsync(["run", "sleep"], new() { ProcessStarted = static _ => throw new InvalidTimeZoneException() }));

    [Fact]
    public async Task Logger_ThrowsOnAThreadOfAChild_IsTheExceptionOfTheRun()
    {
        WasiOptions options = new() { LoggerFactory = new FailingLoggers() };
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => RunAsync(["run", "trap"], options));
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public async Task Signal_WhileTheGuestWaitsForAChild_GoesToTheChild()
    {
        WasiOptions options = new()
        {
            Interceptors = [(function, next) => function.Name != "thread_sleep" ? next : (in call) =>
            {
                // The parent may not wait yet: then it has no handler, and does not get the signal.
                SpinWait.SpinUntil(() => _root!.TryRaise(WasiTypes.Signal.Int), s_patience);
                return next(in call);
            }],
        };
        await RunAsync(["run", "sleep"], options);
        Assert.Equal("signal 2\n", _output.ToString());
    }

    [Theory]
    [InlineData(true, "exit 4")]
    [InlineData(false, "error 2")]
    public async Task Policy_OfAMount_DecidesWhatCanBeExecuted(bool isAllowed, string report)
    {
        WasiDirectory tools = WasiDirectory.CreateInMemory();
        tools.WriteFile("tree", s_tree);
        RecordingPolicy policy = new(isAllowed);
        await RunAsync(
            ["run", "exit"],
            new() { Mounts = [new WasiMount("/tools", tools) { AllowExecution = true, Policy = policy }] },
            offersProgram: false);
        Assert.Equal($"{report}\n", _output.ToString());
        Assert.Contains("Read tree", policy.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("bin/tree")]
    [InlineData("a\0b")]
    public async Task Programs_InvalidName_IsRejected(string name)
    {
        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(
            () => RunAsync(["exit"], new() { Programs = { [name] = _program } }));
        Assert.Contains("of a program is invalid", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_Disposed_IsNotFound()
    {
        WasiProgram other = _host.Load("other", s_tree);
        other.Dispose();
        await RunAsync(["run", "exit"], new() { Programs = { ["tree"] = other } }, offersProgram: false);
        Assert.Equal($"error {(int)Errno.Noent}\n", _output.ToString());
    }

    [Fact]
    public async Task Program_NotAModule_CannotBeExecuted()
    {
        using WasiProgram other = _host.Load("other", "\0asm broken"u8.ToArray());
        await RunAsync(["run", "exit"], new() { Programs = { ["tree"] = other } }, offersProgram: false);
        Assert.Equal($"error {(int)Errno.Noexec}\n", _output.ToString());
    }

    [Fact]
    public async Task Program_FileBeyondMaxHostMemory_FailsWithNomem()
    {
        WasiDirectory tools = WasiDirectory.CreateInMemory();
        tools.WriteFile("tree", s_tree);
        RecordingLoggers loggers = new(LogLevel.Warning);
        await RunAsync(
            ["run", "exit"],
            new()
            {
                Mounts = [new WasiMount("/tools", tools) { AllowExecution = true }],
                Limits = { MaxHostMemory = s_tree.Length - 1 },
                LoggerFactory = loggers,
            },
            offersProgram: false);
        Assert.Equal($"error {(int)Errno.Nomem}\n", _output.ToString());
        Assert.StartsWith("Warning Process 1 cannot read '/tools/tree' to execute it", Assert.Single(loggers.Lines));
    }

    /// <summary>The program before does not exist any more when the engine refuses the next one.</summary>
    [Fact]
    public void Exec_OfAProgramWithAMissingImport_EndsTheProcess()
    {
        using WasiProgram other = _host.Load(
            "other", """(module (import "none" "none" (func)) (memory (export "memory") 1) (func (export "_start")))"""u8.ToArray());
        using WasiProgram program = _host.Load("exec", ExecutingProgram.Create("other"));
        Assert.Equal(137, program.Run(new() { Programs = { ["other"] = other } }, TestContext.Current.CancellationToken).ExitCode);
    }

    [Fact]
    public async Task Host_OfOneRun_IsCreatedAndDisposedForEachProcess()
    {
        ConcurrentQueue<string> lives = new();
        await RunAsync(["run", "write"], new() { Imports = { process => new LivingHost(process, lives) } });
        Assert.Equal(["created 1", "created 2", "disposed 2", "disposed 1"], lives);
    }

    private async Task<WasiResult> RunAsync(
        string[] arguments, WasiOptions? options = null, bool offersProgram = true, CancellationToken token = default)
    {
        options ??= new();
        options.Arguments = ["tree", .. arguments];
        options.Output = WasiOutput.ToText(_output);
        options.Started = process => _root = process;
        Action<WasiProcess>? started = options.ProcessStarted;
        options.ProcessStarted = process =>
        {
            _events.Enqueue($"{process.ProcessId} started {process.Name}");
            started?.Invoke(process);
        };
        options.ProcessExited = (process, status) => _events.Enqueue($"{process.ProcessId} ended {status.ExitCode} {status.Signal}");
        if (offersProgram)
        {
            options.Programs["tree"] = _program;
        }

        return await _program.RunAsync(options, token).WaitAsync(s_patience, TestContext.Current.CancellationToken);
    }

    /// <summary>Loggers that fail to write a warning.</summary>
    private sealed class FailingLoggers : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidTimeZoneException();
    }

    /// <summary>A host without functions that records when it is created and disposed.</summary>
    private sealed class LivingHost : IHostModule, IDisposable
    {
        private readonly long _process;
        private readonly ConcurrentQueue<string> _lives;

        internal LivingHost(WasiProcess process, ConcurrentQueue<string> lives)
        {
            (_process, _lives) = (process.ProcessId, lives);
            lives.Enqueue($"created {_process}");
        }

        ReadOnlySpan<HostFunction> IHostModule.Functions => [];

        public void Dispose() => _lives.Enqueue($"disposed {_process}");
    }

    /// <summary>A policy that allows or denies everything.</summary>
    private sealed class RecordingPolicy(bool isAllowed) : IWasiFilePolicy
    {
        internal ConcurrentQueue<string> Requests { get; } = new();

        public WasiPolicyDecision Decide(WasiFileRequest request)
        {
            Requests.Enqueue($"{request.Access} {System.Text.Encoding.UTF8.GetString(request.Path)}");
            return isAllowed ? WasiPolicyDecision.Allow : WasiPolicyDecision.Deny(Errno.Acces);
        }
    }
}
