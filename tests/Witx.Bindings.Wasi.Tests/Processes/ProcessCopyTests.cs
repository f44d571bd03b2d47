using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Processes;

/// <summary>Copies of a process that use its memory until they end or execute a program (<c>vfork</c>).</summary>
public sealed class ProcessCopyTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _events = new();
    private readonly WasiHost _host = new();
    private readonly WasiProgram _program;
    private WasiProcess? _root;

    public ProcessCopyTests() => _program = _host.Load(
        "copies", File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Guests", "wasix", "copies.wasm")));

    /// <summary>Every test leaves nothing of its processes.</summary>
    public void Dispose()
    {
        _program.Dispose();
        _host.Dispose();
        Assert.True(SpinWait.SpinUntil(() => _host.IsFreed, TimeLimit.Value));
        Assert.Equal((0, 0, 0), (_root!.Processes.EntryCount, _root.Processes.Memory.Reserved, _root.Ledger.Charged));
    }

    /// <summary>Two copies end by themselves, one executes a program.</summary>
    [Fact]
    public async Task Copies_OfAProcess_AreReportedAsOtherProcesses()
    {
        Assert.Equal(33, await RunAsync("itself"));
        Assert.Equal(
            ["2 of 1 started", "2 ended 9 None", "3 of 1 started", "3 ended 12 None", "4 of 1 started", "4 ended 4 None"], _events);
    }

    [Theory]
    [InlineData("sleep")]
    [InlineData("read")]
    [InlineData("loop")]
    public async Task Signal_ToACopyOfAnInstrumentedGuest_EndsItAlone(string mode)
    {
        Assert.Equal(33, await RunAsync(mode));
        foreach ((int killer, int copy) in (ReadOnlySpan<(int, int)>)[(2, 3), (4, 5)])
        {
            AssertInOrder($"{killer} of 1 started", $"{copy} of 1 started", $"{copy} ended 143 Term");
            AssertInOrder($"{killer} of 1 started", $"{killer} ended 137 Kill");
        }

        Assert.Equal(8, _events.Count);
    }

    [Fact]
    public async Task Signal_OfACopyToItself_EndsItAlone()
    {
        Assert.Equal(33, await RunAsync("own"));
        Assert.Equal(["2 of 1 started", "2 ended 143 Term", "3 of 1 started", "3 ended 143 Term"], _events);
    }

    /// <summary>The stack of the guest cannot be unwound, so that the copy only ends when the guest leaves it.</summary>
    [Theory]
    [InlineData("Exit")]
    [InlineData("X")]
    public async Task Signal_ToACopyOfTheEnvironment_InterruptsItAndIsItsStatus(string mode)
    {
        Assert.Equal(33, await RunAsync(mode));
        AssertInOrder("2 of 1 started", "3 of 1 started", "3 ended 143 Term");
        Assert.Equal(4, _events.Count);
    }

    [Fact]
    public async Task Trap_InACopy_EndsBoth()
    {
        await Assert.ThrowsAsync<WasiTrapException>(() => RunAsync("trap"));
        Assert.Equal(["2 of 1 started", "2 ended 137 Kill"], _events);
    }

    [Theory]
    [InlineData("started")]
    [InlineData("ended")]
    public async Task Callback_ThrowsForACopy_IsTheExceptionOfTheRun(string callback)
    {
        Exception exception = await Assert.ThrowsAsync<InvalidTimeZoneException>(() => RunAsync("itself", failing: callback));
        Assert.Equal(callback, exception.Message);
        Assert.Equal(["2 of 1 started", callback == "started" ? "2 ended 137 Kill" : "2 ended 9 None"], _events);
    }

    /// <summary>The thread continues with its own process, and must not keep the state of the embedder for the copy.</summary>
    [Fact]
    public async Task ExecutionContext_OfACopy_DoesNotReachItsParent()
    {
        AsyncLocal<string> local = new() { Value = "run" };
        List<string> values = [];
        await RunAsync("itself", started: _ =>
        {
            values.Add(local.Value!);
            local.Value += ", copy";
        });
        Assert.Equal(["run", "run", "run"], values);
    }

    private void AssertInOrder(params string[] events)
    {
        string[] all = [.. _events];
        int[] places = [.. Array.ConvertAll(events, text => Array.IndexOf(all, text))];
        Assert.All(places, place => Assert.True(place >= 0, string.Join(", ", all)));
        Assert.Equal(places.Order(), places);
    }

    private async Task<int> RunAsync(string mode, string? failing = null, Action<WasiProcess>? started = null)
    {
        WasiOptions options = new()
        {
            Arguments = ["copies", mode],
            Programs = { ["copies"] = _program },
            Started = process => _root = process,
            ProcessStarted = process =>
            {
                _events.Enqueue($"{process.ProcessId} of {process.ParentProcessId} started");
                started?.Invoke(process);
                Fail("started");
            },
            ProcessExited = (process, status) =>
            {
                _events.Enqueue($"{process.ProcessId} ended {status.ExitCode} {status.Signal}");
                Fail("ended");
            },
        };
        CancellationToken token = TestContext.Current.CancellationToken;
        return (await _program.RunAsync(options, token).WaitAsync(s_patience, token)).ExitCode;

        void Fail(string callback)
        {
            if (callback == failing)
            {
                throw new InvalidTimeZoneException(callback);
            }
        }
    }
}
