using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.IO.Pipelines;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Embedding;

/// <summary>Asynchronous calls: they use threads of the host, in order, and never the thread pool.</summary>
public sealed class AsyncTests
{
    private static CancellationToken TestToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_ManyBlockedGuests_UseNoThreadOfThePool()
    {
        const int Guests = 64;
        using WasiHost host = new(new WasiHostOptions { MaxConcurrentGuests = Guests });
        using WasiProgram program = host.Load("guest", OwnGuests.Command);
        using CountdownEvent entered = new(Guests);
        using ManualResetEventSlim release = new();
        ConcurrentBag<bool> isPooled = [];
        using OwnHost blocking = new()
        {
            OnAct = argument =>
            {
                isPooled.Add(Thread.CurrentThread.IsThreadPoolThread);
                entered.Signal();
                release.Wait(TestToken);
                return argument;
            },
        };
        WasiOptions options = new() { Imports = { blocking } };
        Task<WasiResult>[] runs = [.. Enumerable.Range(0, Guests).Select(_ => program.RunAsync(options, TestToken))];
        Assert.True(entered.Wait(TimeLimit.Value, TestToken), $"Only {isPooled.Count} guests run at the same time.");

        // All guests block at the same time, and the pool still works.
        await Task.Run(static () => { }, TestToken).WaitInTimeAsync();
        Assert.All(runs, static run => Assert.False(run.IsCompleted));
        release.Set();
        Assert.All(await Task.WhenAll(runs).WaitInTimeAsync(), static result => Assert.Equal(7, result.ExitCode));
        Assert.Equal(Guests, isPooled.Count);
        Assert.DoesNotContain(true, isPooled);
    }

    [Fact]
    public async Task RunAsync_MoreThanThreads_RunInOrder()
    {
        using Gate gate = new();
        using WasiHost host = new(new WasiHostOptions { MaxConcurrentGuests = 1 });
        using WasiProgram program = host.Load("guest", OwnGuests.Command);
        Task<WasiResult> first = program.RunAsync(gate.Options, TestToken);
        await gate.Entered.WaitInTimeAsync();
        List<int> order = [];
        Task[] others =
        [
            .. Enumerable.Range(0, 10).Select(number =>
            {
                OwnHost own = new()
                {
                    OnAct = argument =>
                    {
                        order.Add(number);
                        return argument;
                    },
                };
                return program.RunAsync(new() { Imports = { own } }, TestToken);
            }),
        ];
        Assert.Empty(order);
        gate.Open();
        await first.WaitInTimeAsync();
        await Task.WhenAll(others).WaitInTimeAsync();
        Assert.Equal(Enumerable.Range(0, 10), order);
    }

    [Fact]
    public async Task RunAsync_QueueIsFull_ThrowsWasiCapacityException()
    {
        using Gate gate = new();
        using WasiHost host = new(new WasiHostOptions { MaxConcurrentGuests = 1, MaxQueuedGuests = 2 });
        using WasiProgram program = host.Load("guest", OwnGuests.Command);
        Task<WasiResult> first = program.RunAsync(gate.Options, TestToken);
        await gate.Entered.WaitInTimeAsync();
        using CancellationTokenSource source = new();
        Task<WasiResult> second = program.RunAsync(gate.Options, source.Token);
        Task<WasiResult> third = program.RunAsync(gate.Options, TestToken);
        await Assert.ThrowsAsync<WasiCapacityException>(() => program.RunAsync(gate.Options, TestToken).WaitInTimeAsync());

        // A cancelled call leaves its place to another.
        await source.CancelAsync();
        OperationCanceledException cancelled =
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitInTimeAsync());
        Assert.Equal(source.Token, cancelled.CancellationToken);
        Task<WasiResult> fourth = program.RunAsync(gate.Options, TestToken);
        gate.Open();
        WasiResult[] results = await Task.WhenAll(first, third, fourth).WaitInTimeAsync();
        Assert.All(results, static result => Assert.Equal(7, result.ExitCode));
    }

    [Fact]
    public async Task HostFunction_WaitsForRunAsyncWhileAllThreadsAreTaken_GetsWasiCapacityException()
    {
        using WasiHost host = new(new WasiHostOptions { MaxConcurrentGuests = 1 });
        using WasiProgram program = host.Load("guest", OwnGuests.Command);
        Exception? refused = null;
        OwnHost waiting = new()
        {
            OnAct = argument =>
            {
                WasiOptions options = new() { Imports = { new OwnHost() } };
                refused = Record.Exception(() => program.RunAsync(options, TestToken).WaitInTimeAsync().GetAwaiter().GetResult());
                return argument;
            },
        };
        WasiResult result = await program.RunAsync(new() { Imports = { waiting } }, TestToken).WaitInTimeAsync();
        Assert.IsType<WasiCapacityException>(refused);
        Assert.Equal(7, result.ExitCode);

        using WasiHost large = new(new WasiHostOptions { MaxConcurrentGuests = 2 });
        using WasiProgram nested = large.Load("guest", OwnGuests.Command);
        OwnHost running = new()
        {
            OnAct = _ =>
            {
                Task<WasiResult> inner = nested.RunAsync(new() { Imports = { new OwnHost() } }, TestToken);
                return (uint)inner.WaitInTimeAsync().GetAwaiter().GetResult().ExitCode;
            },
        };
        Assert.Equal(8, (await nested.RunAsync(new() { Imports = { running } }, TestToken).WaitInTimeAsync()).ExitCode);
    }

    [Fact]
    public async Task GuestThatFeedsAQueuedGuest_BothThreadsAvailable_Completes()
    {
        using WasiHost host = new(new WasiHostOptions { MaxConcurrentGuests = 2 });
        await FeedAsync(host, threads: 2);
    }

    [Fact]
    public async Task GuestThatFeedsAQueuedGuest_OneThread_EndsByItsTimeoutAndFreesTheThread()
    {
        using WasiHost host = new(new WasiHostOptions { MaxConcurrentGuests = 1 });
        await FeedAsync(host, threads: 1);
    }

    [Fact]
    public async Task IdleReactors_FillThePool_OthersWaitUntilOneIsDisposed()
    {
        const int Instances = 10;
        using WasiHost host = new(new WasiHostOptions { MaxPooledInstances = Instances, MaxConcurrentGuests = 2 });
        using WasiProgram reactor = host.Load("reactor", OwnGuests.Reactor);
        using WasiProgram command = host.Load("command", OwnGuests.Command);
        WasiOptions options = new() { Imports = { new OwnHost() } };
        WasiInstance[] idle =
            await Task.WhenAll(Enumerable.Range(0, Instances).Select(_ => reactor.InstantiateAsync(options, TestToken))).WaitInTimeAsync();
        Task<WasiResult> run = command.RunAsync(options, TestToken);
        Task<WasiInstance> eleventh = reactor.InstantiateAsync(options, TestToken);

        // The waiting calls hold no thread: idle instances can be called.
        foreach (WasiInstance instance in idle)
        {
            Assert.Equal(3, (await instance.InvokeAsync("add", [1, 2], TestToken).WaitInTimeAsync()).Int32);
        }

        Assert.False(run.IsCompleted);
        Assert.False(eleventh.IsCompleted);
        idle[0].Dispose();
        Assert.Equal(8, (await run.WaitInTimeAsync()).ExitCode);
        using (WasiInstance last = await eleventh.WaitInTimeAsync())
        {
            Assert.Equal(3, last.Invoke("add", 1, 2).Int32);
        }

        Array.ForEach(idle, static instance => instance.Dispose());
    }

    [Fact]
    public async Task PoolIsFull_FurtherCalls_QueueUpToTheLimit()
    {
        using WasiHost host = new(new WasiHostOptions { MaxPooledInstances = 1, MaxQueuedGuests = 1 });
        using WasiProgram reactor = host.Load("reactor", OwnGuests.Reactor);
        WasiOptions options = new() { Imports = { new OwnHost() } };
        WasiInstance only = await reactor.InstantiateAsync(options, TestToken).WaitInTimeAsync();
        using CancellationTokenSource source = new();
        Task<WasiInstance> queued = reactor.InstantiateAsync(options, source.Token);
        await Assert.ThrowsAsync<WasiCapacityException>(() => reactor.InstantiateAsync(options, TestToken).WaitInTimeAsync());
        Assert.Throws<WasiCapacityException>(() => TimeLimit.Call(() => reactor.Instantiate(options, TestToken)));

        // A cancelled call leaves its place to another, and a disposed instance to the first in the queue.
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued.WaitInTimeAsync());
        Task<WasiInstance> next = reactor.InstantiateAsync(options, TestToken);
        only.Dispose();
        (await next.WaitInTimeAsync()).Dispose();
    }

    [Fact]
    public async Task HostFunction_RunsAGuestWhileThePoolIsFull_GetsWasiCapacityException()
    {
        using WasiHost host = new(new WasiHostOptions { MaxPooledInstances = 1, MaxConcurrentGuests = 2 });
        using WasiProgram program = host.Load("guest", OwnGuests.Command);
        List<Exception?> refused = [];
        OwnHost waiting = new()
        {
            OnAct = argument =>
            {
                WasiOptions options = new() { Imports = { new OwnHost() } };
                refused.Add(Record.Exception(() => program.Run(options, TestToken)));
                refused.Add(Record.Exception(() => program.RunAsync(options, TestToken).WaitInTimeAsync().GetAwaiter().GetResult()));
                return argument;
            },
        };
        Assert.Equal(7, (await program.RunAsync(new() { Imports = { waiting } }, TestToken).WaitInTimeAsync()).ExitCode);
        Assert.Equal(2, refused.Count);
        Assert.All(refused, static exception => Assert.IsType<WasiCapacityException>(exception));
    }

    [Fact]
    public async Task RunAsync_CancelledWhileItWaitsForAThread_GivesItsPooledInstanceBack()
    {
        using Gate gate = new();
        using WasiHost host = new(new WasiHostOptions { MaxPooledInstances = 2, MaxConcurrentGuests = 1 });
        using WasiProgram program = host.Load("guest", OwnGuests.Command);
        Task<WasiResult> first = program.RunAsync(gate.Options, TestToken);
        await gate.Entered.WaitInTimeAsync();
        for (int i = 0; i < 3; i++)
        {
            using CancellationTokenSource source = new();
            Task<WasiResult> cancelled = program.RunAsync(gate.Options, source.Token);
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitInTimeAsync());
        }

        // The pool has one more instance, so a call on another thread need not wait.
        Assert.Equal(8, TimeLimit.Call(() => program.Run(new() { Imports = { new OwnHost() } }, TestToken)).ExitCode);
        gate.Open();
        Assert.Equal(7, (await first.WaitInTimeAsync()).ExitCode);
    }

    [Fact]
    public async Task RunAsync_OptionsChangedAfterTheCall_UsesTheirOldValues()
    {
        using Gate gate = new();
        using WasiHost host = new(new WasiHostOptions { MaxConcurrentGuests = 1 });
        using WasiProgram program = host.Load("guest", OwnGuests.Command);
        Task<WasiResult> first = program.RunAsync(gate.Options, TestToken);
        await gate.Entered.WaitInTimeAsync();
        WasiOptions options = new() { Imports = { new OwnHost() } };
        Task<WasiResult> second = program.RunAsync(options, TestToken);
        options.Imports.Clear();
        gate.Open();
        await first.WaitInTimeAsync();
        Assert.Equal(8, (await second.WaitInTimeAsync()).ExitCode);
    }

    [Fact]
    public async Task RunAsync_FailureInTheGuest_IsInTheTask()
    {
        using WasiHost host = new();
        using WasiProgram program = host.Load("guest", OwnGuests.Command);
        InvalidTimeZoneException thrown = new("body");
        OwnHost throwing = new() { OnAct = _ => throw thrown };
        Task<WasiResult> run = program.RunAsync(new() { Imports = { throwing } }, TestToken);
        Assert.Same(thrown, await Assert.ThrowsAsync<InvalidTimeZoneException>(() => run.WaitInTimeAsync()));
        await Assert.ThrowsAsync<WasiProgramException>(() => program.RunAsync(new(), TestToken).WaitInTimeAsync());
        program.Dispose();
        Assert.Throws<ObjectDisposedException>(() => { _ = program.RunAsync(new(), TestToken); });
    }

    [Fact]
    public async Task RunAsync_HostDisposedMeanwhile_FinishesAndThenFrees()
    {
        using Gate gate = new();
        WasiHost host = new(new WasiHostOptions { MaxConcurrentGuests = 1 });
        WasiProgram program = host.Load("guest", OwnGuests.Command);
        Task<WasiResult> first = program.RunAsync(gate.Options, TestToken);
        Task<WasiResult> second = program.RunAsync(gate.Options, TestToken);
        await gate.Entered.WaitInTimeAsync();
        program.Dispose();
        host.Dispose();
        gate.Open();
        await Task.WhenAll(first, second).WaitInTimeAsync();
        Assert.True(SpinWait.SpinUntil(() => host.IsFreed, TimeLimit.Value));
    }

    [Fact]
    public async Task RunAsync_AsyncLocalOfTheCaller_FlowsToHostFunctions()
    {
        using WasiHost host = new();
        using WasiProgram program = host.Load("guest", OwnGuests.Command);
        AsyncLocal<uint> local = new() { Value = 42 };
        OwnHost reading = new() { OnAct = _ => local.Value };
        Assert.Equal(42, (await program.RunAsync(new() { Imports = { reading } }, TestToken).WaitInTimeAsync()).ExitCode);
    }

    /// <summary>Runs a guest that writes to a pipe until it is full, and one that reads it.</summary>
    private static async Task FeedAsync(WasiHost host, int threads)
    {
        using WasiProgram writer = host.Load("writer", OwnGuests.Create("""
            (func (export "_start")
              (local $left i32)
              (local.set $left (i32.const 100))
              (i64.store (i32.const 16) (i64.const 0x1000_0000_0000))
              (loop $again
                (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 36)))
                (local.set $left (i32.sub (local.get $left) (i32.const 1)))
                (br_if $again (local.get $left))))
            """));
        using WasiProgram reader = host.Load("reader", """
            (module
              (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (memory (export "memory") 1)
              (data (i32.const 16) "\00\10\00\00\00\10\00\00")
              (global $sum (mut i32) (i32.const 0))
              (func (export "_start")
                (loop $again
                  (drop (call $read (i32.const 0) (i32.const 16) (i32.const 1) (i32.const 36)))
                  (global.set $sum (i32.add (global.get $sum) (i32.load (i32.const 36))))
                  (br_if $again (i32.load (i32.const 36))))
                (call $exit (global.get $sum))))
            """u8.ToArray());
        Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 8192, resumeWriterThreshold: 4096));
        Stream input = pipe.Reader.AsStream();
        Stream output = pipe.Writer.AsStream();
        WasiOptions options = new()
        {
            Imports = { new OwnHost() },
            Output = WasiOutput.ToStream(output),
            Limits = { Timeout = threads > 1 ? TimeSpan.FromMinutes(5) : TimeSpan.FromMilliseconds(100) },
        };
        Task<WasiResult> feeding = writer.RunAsync(options, TestToken);
        Task<WasiResult> reading = reader.RunAsync(new() { Input = WasiInput.FromStream(input) }, TestToken);
        if (threads > 1)
        {
            Assert.Equal(0, (await feeding.WaitInTimeAsync()).ExitCode);
        }
        else
        {
            await Assert.ThrowsAsync<WasiLimitException>(() => feeding.WaitInTimeAsync());
        }

        await pipe.Writer.CompleteAsync();
        int length = (await reading.WaitInTimeAsync()).ExitCode;
        Assert.True(threads > 1 ? length == 100 * 4096 : length < 100 * 4096, $"The reader received {length} bytes.");
    }

    /// <summary>A host function that blocks until it is opened.</summary>
    private sealed class Gate : IDisposable
    {
        private readonly ManualResetEventSlim _open = new();
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Gate() => Options = new() { Imports = { new OwnHost { OnAct = Wait } } };

        internal WasiOptions Options { get; }

        internal Task Entered => _entered.Task;

        public void Dispose()
        {
            // A test that failed may have left guests at the gate.
            _open.Set();
            _open.Dispose();
        }

        internal void Open() => _open.Set();

        private uint Wait(uint argument)
        {
            _entered.TrySetResult();
            _open.Wait(TestToken);
            return argument;
        }
    }
}
