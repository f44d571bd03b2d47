using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests;

/// <summary>A run keeps its host and its program alive, even if they are disposed during the run.</summary>
public sealed class HostLifetimeTests
{
    private static readonly byte[] s_yieldAndExit = """
        (module
          (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
          (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
          (memory (export "memory") 1)
          (func (export "_start") (drop (call $yield)) (call $exit (i32.const 7))))
        """u8.ToArray();

    private static readonly byte[] s_yieldAndLoop = """
        (module
          (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
          (memory (export "memory") 1)
          (func (export "_start") (drop (call $yield)) (loop $again (br $again))))
        """u8.ToArray();

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void HostDispose_WhileAGuestRuns_LetsItFinish(int pooled, bool cancellable)
    {
        using CancellationTokenSource cancellation = new();
        using WasiHost host = new(new WasiHostOptions { MaxPooledInstances = pooled });
        using WasiProgram program = host.Load("guest", s_yieldAndExit);
        WasiProcess? process = null;
        Assert.Equal(7, program.Run(new()
        {
            Interceptors = [InterceptYield(() =>
            {
                program.Dispose();
                host.Dispose();
            })],
            Started = started => process = started,
        }, cancellable ? cancellation.Token : default).ExitCode);
        AssertClosed(process);
        Assert.Throws<ObjectDisposedException>(() => program.Run(new()).ExitCode);
        Assert.Throws<ObjectDisposedException>(() => program.Compile(cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task CancelRun_AfterTheHostIsDisposed_EndsTheGuest()
    {
        using CancellationTokenSource cancellation = new();
        using WasiHost host = new();
        using WasiProgram program = host.Load("guest", s_yieldAndLoop);
        TaskCompletionSource disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        WasiProcess? process = null;
        Task<int> run = Task.Run(
            () => program.Run(new()
            {
                Interceptors = [InterceptYield(() =>
                {
                    host.Dispose();
                    disposed.SetResult();
                })],
                Started = started => process = started,
            }, cancellation.Token).ExitCode,
            TestContext.Current.CancellationToken);
        await Task.WhenAny(disposed.Task, run).WaitInTimeAsync();
        cancellation.Cancel();
        OperationCanceledException error = await Assert.ThrowsAsync<OperationCanceledException>(() => run.WaitInTimeAsync());
        Assert.Equal(cancellation.Token, error.CancellationToken);
        AssertClosed(process);
    }

    [Fact]
    public void ProgramDispose_WhileItRuns_LeavesOtherProgramsUsable()
    {
        using WasiHost host = new();
        using WasiProgram first = host.Load("first", s_yieldAndExit);
        using WasiProgram second = host.Load("second", s_yieldAndExit);
        Assert.Equal(7, first.Run(new() { Interceptors = [InterceptYield(first.Dispose)] }).ExitCode);
        Assert.Throws<ObjectDisposedException>(() => first.Run(new()).ExitCode);
        Assert.Equal(7, second.Run(new()).ExitCode);
    }

    [Fact]
    public void StartedCallback_EachRun_GetsItsProcess()
    {
        using WasiHost host = new();
        using WasiProgram program = host.Load("guest", s_yieldAndExit);
        List<WasiProcess> started = [];
        WasiOptions options = new() { Started = started.Add };
        Assert.Equal(7, program.Run(options).ExitCode);
        Assert.Equal(7, program.Run(options).ExitCode);
        Assert.Equal(2, started.Count);
        Assert.NotSame(started[0], started[1]);
        Assert.False(started[0].TryRaise(Signal.Int));
    }

    private static void AssertClosed(WasiProcess? process)
    {
        Assert.NotNull(process);
        for (uint fd = 0; fd < 3; fd++)
        {
            Assert.False(process.Descriptors.TryGet(new Fd(fd), out _));
        }
    }

    private static HostInterceptor InterceptYield(Action action) => (function, next) => function.Name != "sched_yield" ? next : (in call) =>
    {
        action();
        return next(in call);
    };
}
