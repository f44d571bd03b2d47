using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Wasmtime;
using Witx.Bindings.Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Guests;

/// <summary>
/// C programs that assert the effects of WASIX functions, with 32-bit and with 64-bit addresses. Their source is in
/// <c>tests/guests/wasix</c>.
/// The exit code is the line of the check that failed.
/// </summary>
public sealed class WasixGuestTests : IDisposable
{
    private readonly WasiHost _host = new();

    public static TheoryData<string> Folders => ["wasix", "wasix64"];

    public void Dispose() => _host.Dispose();

    [Theory]
    [MemberData(nameof(Folders))]
    [Function("fd_pipe", "fd_read", "fd_write", "fd_close", "fd_fdstat_set_flags", "proc_exit2")]
    public void Pipe_FullEmptyOrClosed_BlocksOrReportsTheEnd(string folder) => Assert.Equal(3, Run(folder, "pipes"));

    [Theory]
    [MemberData(nameof(Folders))]
    [Function("fd_event")]
    public void EventFd_ReadAndWritten_CountsOrActsAsSemaphore(string folder) => Assert.Equal(0, Run(folder, "events"));

    [Theory]
    [MemberData(nameof(Folders))]
    [Function("epoll_create", "epoll_ctl", "epoll_wait", "poll_oneoff", "clock_time_get")]
    public void Epoll_LevelEdgeAndOneShot_ReportsReadyDescriptors(string folder) => Assert.Equal(0, Run(folder, "epoll"));

    [Theory]
    [MemberData(nameof(Folders))]
    [Function("chdir", "getcwd", "path_open2", "path_create_directory", "path_filestat_get", "path_symlink")]
    public void CurrentDirectory_Changed_IsTheBaseOfRelativePaths(string folder) => Assert.Equal(0, Run(folder, "directories"));

    [Theory]
    [MemberData(nameof(Folders))]
    [Function("fd_dup", "fd_dup2", "fd_fdflags_get", "fd_fdflags_set", "fd_seek", "fd_tell", "fd_fdstat_get")]
    public void DuplicatedDescriptor_ReadAndWritten_SharesOffsetAndStatusFlags(string folder) => Assert.Equal(0, Run(folder, "duplicates"));

    [Theory]
    [MemberData(nameof(Folders))]
    [Function("fd_sync", "fd_datasync", "fd_fdstat_set_rights")]
    public void Sync_EachInodeKind_ReturnsItsError(string folder) => Assert.Equal(
        0, Run(folder, "syncs", new WasiOptions { Descriptors = [WasiDescriptor.Buffer(new byte[3]), WasiDescriptor.Symlink("target")] }));

    [Theory]
    [MemberData(nameof(Folders))]
    [Function("sock_open", "sock_bind", "sock_listen", "sock_accept_v2", "sock_connect", "sock_addr_local")]
    public void EventLoop_SocketsPipesEventsAndTimer_ServesAll(string folder)
    {
        Assert.Equal(0, Run(folder, "loops", new WasiOptions { Network = WasiNetwork.Virtual() }));
        Assert.Equal(0, Run(folder, "loops", new WasiOptions
        {
            Network = WasiNetwork.Host(WasiNetworkRule.Inbound("127.0.0.1"), WasiNetworkRule.Outbound("127.0.0.1")),
        }));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    [Function(
        "args_get", "args_sizes_get", "environ_get", "environ_sizes_get", "clock_res_get", "random_get", "proc_exit",
        "fd_advise", "fd_allocate", "fd_filestat_get", "fd_filestat_set_size", "fd_filestat_set_times", "fd_pread", "fd_pwrite",
        "fd_prestat_get", "fd_prestat_dir_name", "fd_readdir", "fd_renumber", "path_filestat_set_times", "path_link", "path_open",
        "path_readlink", "path_remove_directory", "path_rename", "path_unlink_file")]
    [Function("sched_yield", HasNoEffect = true)]
    public void Preview1Functions_ImportedFromWasix_Work(string folder) => Assert.Equal(
        5, Run(folder, "files", new WasiOptions { Arguments = ["files", "first"], Environment = [new("NAME", "v")] }));

    [Theory]
    [MemberData(nameof(Folders))]
    [Function("call_dynamic", "reflect_signature")]
    public void CallDynamic_FunctionOfTheTable_IsCalledByItsSignature(string folder) => Assert.Equal(0, Run(folder, "functions"));

    [Fact]
    [Function("thread_spawn", "thread_spawn_v2", "thread_join", "futex_wait", "futex_wake", "futex_wake_all")]
    public void Threads_MutexConditionAndJoin_Work() => Assert.Equal(0, Run("wasix", "threads"));

    [Fact]
    [Function("context_create", "context_switch", "context_destroy")]
    public void Contexts_SwitchedAndDestroyed_KeepTheirStacks() => Assert.Equal(0, Run("wasix", "contexts"));

    [Fact]
    [Function("proc_fork", NeedsAsyncify = true)]
    [Function("proc_join")]
    public void Fork_CopiesOfTheProcess_ShareOpenFilesAndReportTheirEnd() => Assert.Equal(0, Run("wasix", "forks"));

    [Fact]
    public void Fork_PrivateMemoryBeyond2GiB_CopiesAllOfIt()
    {
        using WasiProgram program = _host.Load(Path.Combine(AppContext.BaseDirectory, "Guests", "own", "forks.wasm"));
        WasiOptions options = new()
        {
            Mounts = [new WasiMount("/data", WasiDirectory.CreateInMemory())],
            Limits = { MaxMemory = 3L << 30, MaxTotalMemory = 64L << 30 },
        };
        WasiResult result = TimeLimit.Call(() => program.Run(options, TestContext.Current.CancellationToken), "forks");
        Assert.Equal(0, result.ExitCode);
        Assert.InRange(result.PeakMemory, (2L << 30) + 1, 3L << 30);
    }

    [Fact]
    public void Shell_PipelineRedirectionAndJob_RunByForkAndExec()
    {
        using WasiProgram command = _host.Load(Path.Combine(AppContext.BaseDirectory, "Guests", "wasix", "programs.wasm"));
        Assert.Equal(0, Run("wasix", "shell", new WasiOptions { Programs = { ["command"] = command } }));
    }

    [Fact]
    public void Threads_MutexConditionsAndLocalVariables_WorkUnderContention() => Assert.Equal(0, Run("wasix", "conditions"));

    [Fact]
    public void Threads_ThousandInSeriesAndTwoHundredAtOnce_EndAndOutliveTheMainThread() =>
        Assert.Equal(7, Run("wasix", "crowds", new WasiOptions { Limits = { MaxThreads = 200 } }));

    [Fact]
    public void Fork_ProducersConsumersAndZombies_AreReapedOnce() => Assert.Equal(0, Run("wasix", "relays"));

    [Fact]
    public void Fork_WithOtherThreads_CopiesTheMemoryWhileTheyAreStopped() => Assert.Equal(0, Run("wasix", "threadforks"));

    [Theory]
    [MemberData(nameof(Folders))]
    [Function(
        "proc_exec", "proc_exec2", "proc_exec3", "proc_exec4", "proc_spawn", "proc_spawn2", "proc_spawn3", "proc_fork_env",
        "proc_signals_get")]
    public void Programs_ExecutedAndSpawned_GetArgumentsDescriptorsAndSignals(string folder)
    {
        byte[] program = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Guests", folder, "programs.wasm"));
        using WasiProgram command = _host.Load("command", program);
        WasiDirectory tools = WasiDirectory.CreateInMemory();
        tools.WriteFile("program.wasm", program);
        tools.WriteFile("script", "#!/tools/program.wasm echo\n"u8);
        tools.WriteFile("loop", "#! /tools/loop\n"u8);
        tools.WriteFile("text", "text"u8);
        WasiDirectory data = WasiDirectory.CreateInMemory();
        data.WriteFile("program.wasm", program);
        Assert.Equal(0, Run(folder, "programs", new WasiOptions
        {
            Environment = [new("NAME", "value")],
            Mounts = [new WasiMount("/tools", tools) { AllowExecution = true }, new WasiMount("/data", data)],
            Programs = { ["command"] = command },
        }));
    }

    [Fact]
    [Function("stack_checkpoint", "stack_restore", NeedsAsyncify = true)]
    public void StackRestore_Checkpoint_ContinuesThere() => Assert.Equal(0, Run("wasix", "longjmp"));

    [Fact]
    public void StackCheckpoints_BeyondMaxHostMemory_ReleaseTheOldest()
    {
        const int Limit = 32 << 10;
        using StringWriter output = new();
        long maxCharged = 0;
        using WasiProcess process = new(
            new() { Limits = new() { MaxHostMemory = Limit, MaxMemory = 4 << 20 }, Output = WasiOutput.ToText(output) },
            hasRoot: true,
            handlesSignals: false);
        using Engine engine = new(new Config().WithMemoryMayMove(false).WithWasmThreads(true).WithSharedMemory(true));
        using Module module = Module.FromFile(engine, Path.Combine(AppContext.BaseDirectory, "Guests", "wasix", "checkpoints.wasm"));
        using Store store = new(engine);
        using SharedMemory memory = new(engine, 4, 16);
        process.MainThread.Memory = memory;
        process.ConfigureStore(engine, store);
        HostImports imports = new HostImports().AddWasi(process).Add(memory, "env", "memory").Intercept((_, next) => (in call) =>
        {
            maxCharged = Math.Max(maxCharged, process.Ledger.Charged);
            return next(in call);
        });
        using Guest guest = imports.Instantiate(store, module);
        int? exitCode = null;
        WasiTrapException? trap = Record.Exception(() => exitCode = process.Run(guest)) as WasiTrapException;
        Assert.Null(exitCode);
        process.Dispose();
        Assert.Equal("complete\n", output.ToString());
        Assert.Contains("checkpoint", trap!.Message, StringComparison.Ordinal);
        Assert.InRange(maxCharged, Limit / 2, Limit);
        Assert.Equal(0, process.Ledger.Charged);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    [Function(
        "proc_id", "proc_parent", "proc_signals_sizes_get", "thread_id", "thread_parallelism", "thread_sleep", "thread_exit",
        "clock_time_set", "tty_get", "tty_set")]
    public void ProcessThreadClockAndTerminal_Queried_ReportTheirState(string folder) =>
        Assert.Equal(7, Run(folder, "processes", new WasiOptions { Terminal = new EchoTerminal() }));

    [Theory]
    [MemberData(nameof(Folders))]
    [Function("callback_signal", "proc_raise", "proc_raise_interval", "proc_signal", "thread_signal")]
    public void Signal_WithHandler_RunsItWhenTheCurrentCallEnds(string folder) =>
        Assert.Equal(128 + (int)WasiTypes.Signal.Term, Run(folder, "signals"));

    [Theory]
    [InlineData("wasix", "raise\nsleep\nread\npoll\nnested\npending\ninside\nthread\njoined\n")]
    [InlineData("wasix64", "raise\nsleep\nread\npoll\nnested\npending\ninside\n")]
    public void SignalHandler_LeavesByLongjmp_GuestContinuesThere(string folder, string lines) =>
        Assert.Equal(0, Run(folder, "jumps", lines: lines));

    [Theory]
    [MemberData(nameof(Folders))]
    [Function("port_bridge", "port_unbridge")]
    public async Task PortBridge_JoinedAndLeft_ChangesTheNetworkOfNewSockets(string folder)
    {
        WasiVirtualNetwork remote = new();
        List<WasiTypes.StreamSecurity> requested = [];
        using WasiVirtualListener listener = remote.Listen(new IPEndPoint(IPAddress.Parse("10.1.2.3"), 80));
        WasiNetwork network = WasiNetwork.Closed.WithBridges(request =>
        {
            requested.Add(request.Security);
            return request is { Network: "remote", Token: "secret" } ? remote : null;
        });
        Assert.Equal(0, Run(folder, "bridges", new WasiOptions { Network = network }));
        Assert.Equal(
            [WasiTypes.StreamSecurity.AnyEncryption, WasiTypes.StreamSecurity.AnyEncryption, WasiTypes.StreamSecurity.AnyEncryption, 0],
            requested);
        using StreamReader connection = new(await listener.AcceptAsync(TestContext.Current.CancellationToken));
        Assert.Equal("there still", await connection.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("port_bridge", "(i32.const 16) (i32.const 4) (i32.const 16) (i32.const 4) (i32.const 0)", "i32 i32 i32 i32 i32")]
    [InlineData("port_unbridge", "", "")]
    public void PortBridge_NoBridgesConfigured_IsNotsup(string function, string arguments, string parameters)
    {
        using WasiProcess process = new(new() { Network = WasiNetwork.Virtual() });
        Assert.Equal((int)Errno.Notsup, WatGuest.Run(
            process,
            "wasix_32v1",
            $"(import $module \"{function}\" (func $call (param {parameters}) (result i32)))",
            $"(call $call {arguments})"));
    }

    [Fact]
    public void TtyGet_NoTerminal_IsNotsup()
    {
        using WasiProcess process = new(new());
        Assert.Equal((int)Errno.Notsup, WatGuest.Run(
            process, "wasix_32v1", """(import $module "tty_get" (func $get (param i32) (result i32)))""", "(call $get (i32.const 0))"));
    }

    [Theory]
    [InlineData("epoll_wait", "(call $wait (i32.load (i32.const 0)) (i32.const 64) (i32.const 1) (i64.const -1) (i32.const 8))")]
    [InlineData("thread_sleep", "(call $sleep (i64.const -1))")]
    public async Task WaitingCall_Cancelled_ThrowsOperationCanceledException(string function, string call)
    {
        using CancellationTokenSource source = new();
        using WasiProgram program = _host.Load("guest", System.Text.Encoding.UTF8.GetBytes(
            $"""
            (module
              (import "wasix_32v1" "epoll_create" (func $create (param i32) (result i32)))
              (import "wasix_32v1" "epoll_wait" (func $wait (param i32 i32 i32 i64 i32) (result i32)))
              (import "wasix_32v1" "thread_sleep" (func $sleep (param i64) (result i32)))
              (import "wasix_32v1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
              (memory (export "memory") 1)
              (data (i32.const 16) "\30\00\00\00\01\00\00\00")
              (func (export "_start")
                (drop (call $create (i32.const 0)))
                (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 32)))
                (drop {call})))
            """));
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        WasiOptions options = new() { Output = WasiOutput.ToText(new SignallingWriter(started)) };
        Task run = Task.Run(() => program.Run(options, source.Token), TestContext.Current.CancellationToken);
        await started.Task;
        await source.CancelAsync();
        Assert.NotEmpty(function);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    /// <summary>Runs a program with a writable directory "/data", and asserts that the program reached its last line.</summary>
    /// <param name="folder">The folder of the program.</param>
    /// <param name="name">The name of the program.</param>
    /// <param name="options">The options; null for the default.</param>
    /// <param name="lines">The lines that the program prints before its last one.</param>
    private int Run(string folder, string name, WasiOptions? options = null, string lines = "")
    {
        using StringWriter output = new();
        options ??= new WasiOptions();
        if (options.Mounts.Count == 0)
        {
            options.Mounts.Add(new WasiMount("/data", WasiDirectory.CreateInMemory()));
        }

        options.Output = WasiOutput.ToText(output);
        CallRecorder calls = new();
        options.Interceptors.Add(calls.Intercept);
        if (FunctionStub.Current is { } stub)
        {
            options.Interceptors.Add(stub.Intercept);
        }

        using WasiProgram program = _host.Load(Path.Combine(AppContext.BaseDirectory, "Guests", folder, name + ".wasm"));
        CancellationToken token = FunctionStub.Current?.Token ?? TestContext.Current.CancellationToken;
        int exitCode = TimeLimit.Call(() => program.Run(options, token).ExitCode, name);
        Assert.Equal((exitCode, lines + "complete\n"), (exitCode, output.ToString()));
        calls.AssertNamedFunctionsCalled(GetType());
        return exitCode;
    }

    /// <summary>A terminal of which a guest may change only the echo.</summary>
    private sealed class EchoTerminal : WasiTerminal
    {
        private Tty _state = new(132, 43, 0, 0, Bool.True, Bool.True, Bool.False, Bool.True, Bool.True, Bool.True);

        public override Tty State => _state;

        public override bool TryChange(in Tty state)
        {
            bool isSupported = state.LineFeeds == _state.LineFeeds;
            _state = isSupported ? _state with { Echo = state.Echo } : _state;
            return isSupported;
        }
    }

    /// <summary>Output that completes a task at the first write.</summary>
    private sealed class SignallingWriter(TaskCompletionSource written) : StringWriter
    {
        public override void Write(ReadOnlySpan<char> buffer) => written.TrySetResult();
    }
}
