using System;
using System.IO;
using System.IO.Pipelines;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Guests;

/// <summary>
/// Signals during each call that can wait, in a C program (<c>tests/guests/wasix/interrupts.c</c>) that makes one such call. A signal is
/// raised when the program waits in the call.
/// </summary>
public sealed class InterruptedCallTests : IDisposable
{
    private static readonly string[] s_calls =
    [
        "fd_read pipe", "fd_read stdin", "fd_read event", "fd_write pipe", "fd_write stderr", "poll_oneoff", "epoll_wait", "thread_sleep",
        "futex_wait", "proc_join", "sock_recv pair", "sock_send pair", "sock_recv_from", "sock_accept", "sock_recv", "sock_send",
    ];

    private readonly WasiHost _host = new();

    public static TheoryData<string, string, bool> Calls
    {
        get
        {
            TheoryData<string, string, bool> data = new() { { "wasix", "thread_join", true } };
            foreach (string folder in (string[])["wasix", "wasix64"])
            {
                // Only a virtual network lets a connection wait until the listener accepts others.
                data.Add(folder, "sock_connect", true);
                foreach (string call in s_calls)
                {
                    data.Add(folder, call, true);
                    if (call.StartsWith("sock_", StringComparison.Ordinal) && !call.EndsWith("pair", StringComparison.Ordinal))
                    {
                        data.Add(folder, call, false);
                    }
                }
            }

            return data;
        }
    }

    public void Dispose() => _host.Dispose();

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task SignalWithHandler_InterruptsTheCallAndRunsTheHandler(string folder, string call, bool isVirtual)
    {
        (WasiResult result, string output) = await RunAsync(
            folder, call, hasHandler: true, isVirtual, process => Assert.True(call is "proc_join"

                // The process passes signals of the embedder on to its child.
                ? process.MainThread.Signals.TryRaise(WasiTypes.Signal.Usr1)
                : process.TryRaise(WasiTypes.Signal.Usr1)));
        Assert.Equal((0, "complete\n"), (result.ExitCode, output));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task SignalWithoutHandler_TakesItsDefaultAction(string folder, string call, bool isVirtual)
    {
        (WasiResult result, string output) = await RunAsync(folder, call, hasHandler: false, isVirtual, static process =>
        {
            // Ignored by default and by the disposition that the program was started with, so that the call goes on waiting.
            process.SignalActions.Override([new(WasiTypes.Signal.Term, WasiTypes.Disposition.Ignore)]);
            process.MainThread.Signals.Raise(WasiTypes.Signal.Winch);
            process.MainThread.Signals.Raise(WasiTypes.Signal.Term);
            Assert.True(process.MainThread.Waiter.IsParked);
            process.MainThread.Signals.Raise(WasiTypes.Signal.Int);
        });
        Assert.Equal((128 + (int)WasiTypes.Signal.Int, ""), (result.ExitCode, output));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Kill_EndsTheProcessWithoutTheHandler(string folder, string call, bool isVirtual)
    {
        (WasiResult result, string output) = await RunAsync(
            folder, call, hasHandler: true, isVirtual, static process => process.MainThread.Signals.Raise(WasiTypes.Signal.Kill));
        Assert.Equal((128 + (int)WasiTypes.Signal.Kill, ""), (result.ExitCode, output));
    }

    /// <summary>Runs the program, and an action on the process when the program waits in the call.</summary>
    private async Task<(WasiResult Result, string Output)> RunAsync(
        string folder, string call, bool hasHandler, bool isVirtual, Action<WasiProcess> action)
    {
        Pipe input = new();
        using BlockedStream error = new();
        using StringWriter output = new();
        WasiProcess? process = null;
        bool isArmed = false;
        WasiOptions options = new()
        {
            Arguments = hasHandler ? ["interrupts", call, "handler"] : ["interrupts", call],
            Input = WasiInput.FromStream(input.Reader.AsStream()),
            Output = WasiOutput.ToText(output),
            Error = WasiOutput.ToStream(error),
            Network = isVirtual
                ? WasiNetwork.Virtual()
                : WasiNetwork.Host(WasiNetworkRule.Inbound("127.0.0.1"), WasiNetworkRule.Outbound("127.0.0.1")),
            Started = started => process = started,
            Interceptors =
            {
                (function, next) => function.Name is not "sched_yield" ? next : (in call) =>
                {
                    long result = next(in call);
                    Volatile.Write(ref isArmed, true);
                    return result;
                },
            },
        };
        using WasiProgram program = _host.Load(Path.Combine(AppContext.BaseDirectory, "Guests", folder, "interrupts.wasm"));
        options.Programs["interrupts"] = program;
        Task<WasiResult> run = program.RunAsync(options, TestContext.Current.CancellationToken);
        TimeLimit.Run(() =>
        {
            SpinWait.SpinUntil(() => (Volatile.Read(ref isArmed) && process!.MainThread.Waiter.IsParked) || run.IsCompleted);
            if (!run.IsCompleted)
            {
                action(process!);
            }

            // The end of the run waits for the streams.
            SpinWait.SpinUntil(() => process!.Shutdown.HasEnded || run.IsCompleted);
            error.Release();
        });
        WasiResult result = await run.WaitInTimeAsync();
        await input.Writer.CompleteAsync();
        return (result, output.ToString());
    }

    /// <summary>A stream whose writes block until it is released.</summary>
    private sealed class BlockedStream : MemoryStream
    {
        private readonly ManualResetEventSlim _released = new();

        public override void Write(byte[] buffer, int offset, int count) => _released.Wait();

        public override void Write(ReadOnlySpan<byte> buffer) => _released.Wait();

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Task.Run(_released.Wait, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Task.Run(_released.Wait, cancellationToken));

        internal void Release() => _released.Set();

        protected override void Dispose(bool disposing)
        {
            Release();
            base.Dispose(disposing);
        }
    }
}
