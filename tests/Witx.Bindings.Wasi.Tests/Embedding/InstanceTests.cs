using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Glue;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Embedding;

/// <summary><see cref="WasiInstance"/>: calls of reactors and libraries.</summary>
public sealed class InstanceTests : IDisposable
{
    private readonly WasiHost _host = new(new WasiHostOptions { CountsFuel = true, MaxPooledInstances = 4 });
    private readonly WasiProgram _program;
    private readonly OwnHost _own = new();

    public InstanceTests() => _program = _host.Load("reactor", OwnGuests.Reactor);

    private static CancellationToken TestToken => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _program.Dispose();
        _host.Dispose();
        _own.Dispose();
    }

    [Fact]
    public void Invoke_ManyCalls_KeepTheStateOfTheInstance() => TimeLimit.Run(() =>
    {
        using WasiInstance plugin = Instantiate();
        Assert.Equal(1, plugin.Invoke("initialized").Int32);
        Assert.Equal(3, plugin.Invoke("add", 1, 2).Int32);
        Assert.Equal(1, plugin.Invoke("count").Int32);
        Assert.Equal(2, plugin.Invoke("count").Int32);
        Assert.Equal(8, plugin.Invoke("act", [7], TestToken).Int32);
        Assert.Equal([new GuestValue(CoreType.I64, 3), 2L], plugin.InvokeMultiValue("divide", [17L, 5L], TestToken));
        using WasiInstance other = Instantiate();
        Assert.Equal(1, other.Invoke("count").Int32);
    });

    [Fact]
    public async Task InvokeAsync_ManyCalls_RunInOrder()
    {
        using WasiInstance plugin = await _program.InstantiateAsync(CreateOptions(), TestToken).WaitInTimeAsync();
        Task<GuestValue>[] calls = [.. Enumerable.Range(0, 50).Select(_ => plugin.InvokeAsync("count", [], TestToken))];
        GuestValue[] results = await Task.WhenAll(calls).WaitInTimeAsync();
        Assert.Equal(Enumerable.Range(1, 50), results.Select(static result => result.Int32));
    }

    [Fact]
    public async Task Use_StringInGuestMemory_IsOneTurn()
    {
        static int Sum(string text, ref GuestCall guest)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            uint address = guest.Invoke("address").UInt32;
            bytes.CopyTo(guest.Memory.Slice(address, (uint)bytes.Length));
            return guest.Invoke("sum", address, bytes.Length).Int32;
        }

        using WasiInstance plugin = Instantiate();
        Assert.Equal('a' + 'b', plugin.Use("ab", Sum, TestToken));
        Assert.Equal('a' + 'c', await plugin.UseAsync("ac", Sum, TestToken).WaitInTimeAsync());
    }

    [Fact]
    public void GetExports_Reactor_ListsNamesKindsAndTypes() => TimeLimit.Run(() =>
    {
        Dictionary<string, WasiExport> exports = _program.GetExports(TestToken).ToDictionary(static export => export.Name);
        Assert.Equal([CoreType.I64, CoreType.I64], exports["divide"].FunctionType!.Parameters);
        Assert.Equal([CoreType.I64, CoreType.I64], exports["divide"].FunctionType!.Results);
        Assert.Equal((WasiExportKind.Function, null), (exports["vector"].Kind, exports["vector"].FunctionType));
        Assert.Equal(WasiExportKind.Memory, exports["memory"].Kind);
        Assert.Equal(WasiExportKind.Table, exports["functions"].Kind);
    });

    [Fact]
    public void Instantiate_CommandOrBadInitializer_ThrowsWasiProgramException() => TimeLimit.Run(() =>
    {
        using WasiProgram command = _host.Load("command", OwnGuests.Command);
        string isCommand = Assert.Throws<WasiProgramException>(() => command.Instantiate(CreateOptions())).Message;
        Assert.Contains("is a command", isCommand, StringComparison.Ordinal);
        using WasiProgram bad = _host.Load("bad", """(module (func (export "_initialize") (param i32)))"""u8.ToArray());
        Assert.Contains("_initialize", Assert.Throws<WasiProgramException>(() => bad.Instantiate(new())).Message, StringComparison.Ordinal);
        string isReactor = Assert.Throws<WasiProgramException>(() => _program.Run(CreateOptions())).Message;
        Assert.Contains("is a reactor", isReactor, StringComparison.Ordinal);
    });

    [Fact]
    public void Instantiate_InitializerThatFails_ThrowsAndReleasesTheInstance() => TimeLimit.Run(() =>
    {
        using WasiProgram trap = _host.Load("trap", """(module (func (export "_initialize") unreachable))"""u8.ToArray());
        using WasiProgram exit = _host.Load("exit", OwnGuests.Create("""(func (export "_initialize") (call $exit (i32.const 3)))"""));
        using WasiProgram spin = _host.Load("spin", """(module (func (export "_initialize") (loop $again (br $again))))"""u8.ToArray());
        OwnHost owned = new();
        for (int i = 0; i < 10; i++)
        {
            Assert.Throws<WasiTrapException>(() => trap.Instantiate(new()));
            Assert.Equal(3, Assert.Throws<WasiExitException>(() => exit.Instantiate(new() { Imports = { _ => owned } })).ExitCode);
            Assert.Throws<WasiLimitException>(() => spin.Instantiate(new() { Limits = { Timeout = TimeSpan.FromMilliseconds(5) } }));
        }

        Assert.Equal(10, owned.Disposals);
    });

    public static TheoryData<string, Type> Poisons => new()
    {
        { "trap", typeof(WasiTrapException) },
        { "exit", typeof(WasiExitException) },
        { "throw", typeof(InvalidTimeZoneException) },
        { "cancel", typeof(OperationCanceledException) },
        { "timeout", typeof(WasiLimitException) },
        { "fuel", typeof(WasiLimitException) },
    };

    [Theory]
    [MemberData(nameof(Poisons))]
    public void Call_ThatEndsInTheGuest_MakesTheInstanceUnusable(string cause, Type exception) => TimeLimit.Run(() =>
    {
        using CancellationTokenSource source = new();
        using OwnHost host = new()
        {
            OnAct = argument =>
            {
                if (cause == "throw")
                {
                    throw new InvalidTimeZoneException("body");
                }

                source.Cancel();
                return argument;
            },
        };
        WasiOptions options = new() { Imports = { host } };
        options.Limits.Timeout = cause == "timeout" ? TimeSpan.FromMilliseconds(20) : null;
        options.Limits.Fuel = cause == "fuel" ? 100_000 : null;
        using WasiInstance plugin = _program.Instantiate(options, TestToken);
        Exception? failure = Record.Exception(() => cause switch
        {
            "trap" or "exit" => plugin.Invoke(cause),
            "throw" => plugin.Invoke("act", 1),
            "cancel" => plugin.Use(0, static (_, ref guest) => (guest.Invoke("act", 1), guest.Invoke("spin")), source.Token).Item2,
            _ => plugin.Invoke("spin"),
        });
        Assert.IsType(exception, failure, exactMatch: false);
        Assert.Same(failure, plugin.Failure);
        WasiException unusable = Assert.Throws<WasiException>(() => plugin.Invoke("add", 1, 2));
        Assert.Same(failure, unusable.InnerException);
        Assert.Throws<WasiException>(() => plugin.Use(0, static (_, ref _) => 0, TestToken));
    });

    [Fact]
    public void BodyThatThrowsWitxTrapException_ComesOutAsItselfAndTheInstanceIsUnusable() => TimeLimit.Run(() =>
    {
        WitxTrapException thrown = new("body");
        using WasiInstance plugin = _program.Instantiate(new() { Imports = { new OwnHost { OnAct = _ => throw thrown } } });
        Assert.Same(thrown, Assert.Throws<WitxTrapException>(() => plugin.Invoke("act", 1)));
        Assert.Same(thrown, plugin.Failure);
    });

    [Fact]
    public void UseThatSwallowsATrap_InstanceIsUnusableAtOnce() => TimeLimit.Run(() =>
    {
        using WasiInstance plugin = Instantiate();
        Exception? second = plugin.Use(0, static (_, ref guest) =>
        {
            try
            {
                guest.Invoke("trap");
            }
            catch (WasiTrapException)
            {
            }

            try
            {
                guest.Invoke("add", 1, 2);
                return null;
            }
            catch (WasiException unusable)
            {
                return unusable;
            }
        });
        Assert.NotNull(second);
        Assert.IsType<WasiTrapException>(plugin.Failure);
    });

    [Fact]
    public void Call_WithWrongArguments_LeavesTheInstanceUsable() => TimeLimit.Run(() =>
    {
        using WasiInstance plugin = Instantiate();
        Assert.Throws<ArgumentException>(() => plugin.Invoke("missing"));
        Assert.Throws<ArgumentException>(() => plugin.Invoke("add", 1));
        Assert.Throws<ArgumentException>(() => plugin.Invoke("add", 1, 2L));
        Assert.Throws<NotSupportedException>(() => plugin.Invoke("vector"));
        Assert.Throws<OperationCanceledException>(() => plugin.Invoke("add", [1, 2], new CancellationToken(canceled: true)));
        Assert.Throws<InvalidTimeZoneException>(() => plugin.Use(0, static int (_, ref _) => throw new InvalidTimeZoneException()));
        Assert.Null(plugin.Failure);
        Assert.Equal(3, plugin.Invoke("add", 1, 2).Int32);
    });

    [Fact]
    public void Limits_ManyCalls_ApplyToEachCall() => TimeLimit.Run(() =>
    {
        WasiOptions options = CreateOptions();
        options.Limits.Fuel = 5_000;
        options.Limits.Timeout = TimeSpan.FromHours(1);
        using WasiInstance plugin = _program.Instantiate(options, TestToken);
        for (int i = 0; i < 100; i++)
        {
            // More than a hundredth of the fuel: the calls together use more than one call may.
            Assert.Equal(0, plugin.Invoke("sum", 2048, 100).Int32);
        }

        Assert.Null(plugin.Failure);
    });

    [Fact]
    public void Timeout_OfAnEarlierCall_DoesNotEndALaterOne() => TimeLimit.Run(() =>
    {
        ManualTime time = new();
        using WasiHost host = new(new WasiHostOptions { TimeProvider = time });
        using WasiProgram program = host.Load("reactor", OwnGuests.Reactor);
        using WasiInstance plugin = program.Instantiate(
            new() { Imports = { _own }, Limits = { Timeout = TimeSpan.FromSeconds(10) } }, TestToken);
        for (int i = 1; i < 5; i++)
        {
            Assert.Equal(i, plugin.Invoke("count").Int32);
            time.Advance(TimeSpan.FromSeconds(9));
        }

        Assert.Null(plugin.Failure);
    });

    [Fact]
    public async Task TokenCancelledInTheQueue_LeavesTheInstanceUsable()
    {
        using SemaphoreSlim release = new(0);
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using OwnHost blocking = new()
        {
            OnAct = argument =>
            {
                entered.SetResult();
                release.Wait(TestToken);
                return argument;
            },
        };
        using WasiInstance plugin = _program.Instantiate(new() { Imports = { blocking } }, TestToken);
        Task<GuestValue> first = plugin.InvokeAsync("act", [1], TestToken);
        await entered.Task.WaitInTimeAsync();
        using CancellationTokenSource source = new();
        Task<GuestValue> second = plugin.InvokeAsync("count", [], source.Token);
        Assert.False(second.IsCompleted);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitInTimeAsync());
        release.Release();
        Assert.Equal(1, (await first.WaitInTimeAsync()).Int32);
        Assert.Equal(1, (await plugin.InvokeAsync("count", [], TestToken).WaitInTimeAsync()).Int32);
    }

    [Fact]
    public void HostFunction_CallsItsOwnInstance_ThrowsInvalidOperationException() => TimeLimit.Run(() =>
    {
        WasiInstance? plugin = null;
        Exception? refused = null;
        Exception? refusedAsync = null;
        using OwnHost host = new()
        {
            OnAct = argument =>
            {
                refused = Record.Exception(() => plugin!.Invoke("count"));
                refusedAsync = Record.Exception(() => { _ = plugin!.InvokeAsync("count"); });
                return argument;
            },
        };
        using (plugin = _program.Instantiate(new() { Imports = { host } }, TestToken))
        {
            Assert.Equal(9, plugin.Invoke("act", 9).Int32);
            Assert.IsType<InvalidOperationException>(refused);
            Assert.IsType<InvalidOperationException>(refusedAsync);
            Assert.Equal(1, plugin.Invoke("count").Int32);
        }
    });

    [Fact]
    public void Dispose_DuringACall_LetsItFinishAndThenDisposesTheHosts() => TimeLimit.Run(() =>
    {
        WasiInstance? plugin = null;
        OwnHost? host = null;
        WasiOptions options = new()
        {
            Imports =
            {
                _ => host = new OwnHost
                {
                    OnAct = argument =>
                    {
                        plugin!.Dispose();
                        return argument + (uint)host!.Disposals;
                    },
                },
            },
        };
        plugin = _program.Instantiate(options, TestToken);
        Assert.Equal(4, plugin.Invoke("act", 4).Int32);
        Assert.Equal(1, host!.Disposals);
        Assert.Throws<ObjectDisposedException>(() => plugin.Invoke("count"));
        plugin.Dispose();
    });

    [Fact]
    public void BufferedOutput_AfterACall_IsFlushed() => TimeLimit.Run(() =>
    {
        using WasiProgram writer = _host.Load("writer", OwnGuests.Create("""
            (func (export "write")
              (i64.store (i32.const 16) (i64.const 0x3_0000_0000))
              (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 36))))
            """));
        using StringWriter output = new();
        using WasiInstance plugin = writer.Instantiate(
            new() { Imports = { _own }, Output = WasiOutput.ToText(output).Buffered() }, TestToken);
        plugin.Invoke("write");
        Assert.Equal("key", output.ToString());
    });

    private WasiOptions CreateOptions() => new() { Imports = { _own } };

    private WasiInstance Instantiate() => _program.Instantiate(CreateOptions(), TestToken);
}
