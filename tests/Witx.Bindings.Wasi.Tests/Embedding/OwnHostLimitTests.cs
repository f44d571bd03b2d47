using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Text;
using System.Threading;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Embedding;

/// <summary>
/// Every limit, token, timeout, interceptor and meter applies to guests with hosts of the embedder, in each way to run them.
/// </summary>
public sealed class OwnHostLimitTests
{
    private const long TwoPages = 2 << 16;

    public static TheoryData<string> Ways => ["run", "pooled", "raw"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void MaxMemory_WithOwnHost_StopsGrowing(string way)
    {
        Assert.Equal(2, Run(way, OwnGuests.Growing, new() { Imports = { new OwnHost() } }));
        Assert.Equal(0, Run(way, OwnGuests.Growing, new() { Imports = { new OwnHost() }, Limits = { MaxMemory = TwoPages } }));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Token_WithOwnHost_EndsAGuestThatComputes(string way)
    {
        using CancellationTokenSource source = new();
        OwnHost host = new()
        {
            OnAct = _ =>
            {
                source.Cancel();
                return 0;
            },
        };
        OperationCanceledException cancelled = Assert.Throws<OperationCanceledException>(
            () => Run(way, OwnGuests.Endless, new() { Imports = { host } }, source.Token));
        Assert.Equal(source.Token, cancelled.CancellationToken);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Timeout_WithOwnHost_EndsAGuestThatComputes(string way)
    {
        WasiOptions options = new() { Imports = { new OwnHost() }, Limits = { Timeout = TimeSpan.FromMilliseconds(20) } };
        WasiLimitException limit = Assert.Throws<WasiLimitException>(() => Run(way, OwnGuests.Endless, options));
        Assert.Equal(nameof(WasiLimits.Timeout), limit.Limit);
        options.Limits.Timeout = TimeSpan.FromDays(1);
        Assert.Equal(2, Run(way, OwnGuests.Growing, options));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Fuel_WithOwnHost_EndsAGuestThatComputes(string way)
    {
        WasiOptions options = new() { Imports = { new OwnHost() }, Limits = { Fuel = 10_000 } };
        WasiLimitException limit = Assert.Throws<WasiLimitException>(() => Run(way, OwnGuests.Endless, options));
        Assert.Equal(nameof(WasiLimits.Fuel), limit.Limit);
        Assert.Equal(2, Run(way, OwnGuests.Growing, options));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Interceptor_WithOwnHost_WrapsItsFunctions(string way)
    {
        HostCallHandler Double(HostFunction function, HostCallHandler next) =>
            function is { Module: "own", Name: "act" } ? (in call) => next(in call) * 2 : next;
        WasiOptions options = new() { Imports = { new OwnHost() }, Interceptors = [Double] };
        for (int run = 0; run < 3; run++)
        {
            Assert.Equal(16, Run(way, OwnGuests.Command, options));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Meter_WithOwnHost_CountsItsCalls(string way)
    {
        using Meters meters = new();
        WasiOptions options = new() { Imports = { new OwnHost() }, MeterFactory = meters };
        Assert.Equal(8, Run(way, OwnGuests.Command, options));
        Assert.Empty(meters.Calls);
        meters.Listen();
        Assert.Equal(8, Run(way, OwnGuests.Command, options));
        Assert.Equal(8, Run(way, OwnGuests.Command, options));
        Assert.Equal(2, meters.Calls["act"]);
        Assert.Equal(2, meters.Calls["fd_write"]);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void BodyThatThrows_AnyException_ComesOutAsItself(string way)
    {
        InvalidTimeZoneException thrown = new("body");
        OwnHost host = new() { OnAct = _ => throw thrown };
        Assert.Same(thrown, Assert.Throws<InvalidTimeZoneException>(() => Run(way, OwnGuests.Command, new() { Imports = { host } })));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void BodyThatThrows_ExceptionOfTheEngineOrTheGlue_ComesOutAsItself(string way)
    {
        Action[] bodies =
        [
            static () => throw new WitxTrapException("body"),
            static () => throw new WasmtimeException("body"),
            static () => RunInner("""(module (func (export "_start") unreachable))"""),
            static () => RunInner("""(module (import "a" "b" (func)) (func (export "_start")))"""),
        ];
        Type[] types = [typeof(WitxTrapException), typeof(WasmtimeException), typeof(TrapException), typeof(UnresolvedImportsException)];
        for (int i = 0; i < bodies.Length; i++)
        {
            Exception? thrown = null;
            OwnHost host = new()
            {
                OnAct = _ =>
                {
                    thrown = Record.Exception(bodies[i]);
                    throw thrown!;
                },
            };
            Exception? exception = Record.Exception(() => Run(way, OwnGuests.Command, new() { Imports = { host } }));
            Assert.IsType(types[i], exception);
            Assert.Same(thrown, exception);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void FactoryThatThrows_ExceptionOfTheEngine_ComesOutAsItself(string way)
    {
        WasmtimeException thrown = new("factory");
        WasiOptions options = new() { Imports = { _ => throw thrown } };
        Assert.Same(thrown, Record.Exception(() => Run(way, OwnGuests.Command, options)));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void ArgumentThatTheGlueRefuses_OfOwnHost_ThrowsWasiTrapException(string way)
    {
        byte[] guest = OwnGuests.Create("""
            (func (export "_start")
              (drop (call $get (i32.const -1) (i32.const 3) (i32.const 64) (i32.const 16) (i32.const 32))))
            """);
        WasiTrapException trap = Assert.Throws<WasiTrapException>(() => Run(way, guest, new() { Imports = { new OwnHost() } }));
        Assert.IsType<GuestFaultException>(trap.InnerException);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void GuestThatTraps_WithOwnHost_ThrowsWasiTrapException(string way)
    {
        byte[] guest = OwnGuests.Create("""(func (export "_start") unreachable)""");
        WasiTrapException trap = Assert.Throws<WasiTrapException>(() => Run(way, guest, new() { Imports = { new OwnHost() } }));
        Assert.Equal(TrapCode.Unreachable, trap.Kind);
    }

    [Fact]
    public void ConfigureStore_EngineThatCannotHonourASetting_ThrowsAndNamesIt()
    {
        using Engine plain = new();
        using Engine epochs = new(new Config().WithEpochInterruption(true));
        using CancellationTokenSource source = new();
        AssertRefused("the cancellation token", plain, new(), source.Token);
        AssertRefused("WasiLimits.Timeout", plain, new() { Limits = { Timeout = TimeSpan.FromDays(1) } });
        AssertRefused("WasiLimits.Fuel", plain, new() { Limits = { Fuel = 1 } });
        AssertRefused("WasiLimits.Fuel", epochs, new() { Limits = { Fuel = 1 } });
        foreach (Engine engine in (ReadOnlySpan<Engine>)[plain, epochs])
        {
            using WasiProcess process = new(new());
            using Store store = new(engine);
            process.ConfigureStore(engine, store);
        }
    }

    [Fact]
    public void ProcessRun_StoreThatWasNotConfigured_ThrowsInvalidOperationException()
    {
        using Engine engine = new();
        using Store store = new(engine);
        using Module module = Module.FromText(engine, "guest", """(module (func (export "_start")))""");
        using WasiProcess process = new(new());
        using Guest guest = new HostImports().AddWasi(process).Instantiate(store, module);
        Assert.Throws<InvalidOperationException>(() => process.Run(guest));
    }

    [Fact]
    public void Fuel_HostThatDoesNotCount_ThrowsAndNamesTheSetting()
    {
        using WasiHost host = new();
        using WasiProgram program = host.Load("guest", OwnGuests.Growing);
        string limit = Assert.Throws<ArgumentException>(() => program.Run(new() { Limits = { Fuel = 1 } })).Message;
        Assert.Contains("WasiLimits.Fuel", limit, StringComparison.Ordinal);
        Assert.Contains("WasiHostOptions.CountsFuel", limit, StringComparison.Ordinal);
        string measure = Assert.Throws<ArgumentException>(() => program.Run(new() { Measures = WasiMeasures.Fuel })).Message;
        Assert.Contains("WasiMeasures.Fuel", measure, StringComparison.Ordinal);
    }

    private static void AssertRefused(string setting, Engine engine, WasiOptions options, CancellationToken token = default)
    {
        using WasiProcess process = new(options, token);
        using Store store = new(engine);
        ArgumentException refused = Assert.Throws<ArgumentException>(() => process.ConfigureStore(engine, store));
        Assert.Contains(setting, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Runs a guest without WASI, as a host function may.</summary>
    private static void RunInner(string text)
    {
        using Engine engine = new();
        using Module module = Module.FromText(engine, "inner", text);
        using Store store = new(engine);
        using Guest guest = new HostImports().Instantiate(store, module);
        _ = guest.Invoke("_start");
    }

    private static int Run(string way, byte[] guest, WasiOptions options, CancellationToken token = default) =>
        TimeLimit.Call(() => RunHere(way, guest, options, token));

    private static int RunHere(string way, byte[] guest, WasiOptions options, CancellationToken token)
    {
        if (way == "raw")
        {
            using Engine engine = new(new Config().WithEpochInterruption(true).WithFuelConsumption(true));
            using Module module = Module.FromText(engine, "guest", Encoding.UTF8.GetString(guest));
            using WasiProcess process = new(options, token);
            using Store store = new(engine);
            process.ConfigureStore(engine, store);
            using Guest instance = new HostImports().AddWasi(process).Instantiate(store, module);
            return process.Run(instance);
        }

        using WasiHost host = new(new WasiHostOptions { CountsFuel = true, MaxPooledInstances = way == "pooled" ? 2 : 0 });
        using WasiProgram program = host.Load("guest", guest);
        return program.Run(options, token).ExitCode;
    }

    /// <summary>A factory of meters, and the calls that a listener has counted.</summary>
    private sealed class Meters : IMeterFactory
    {
        private readonly MeterListener _listener = new();
        private readonly Meter _meter = new("Witx.Bindings.Wasi");

        internal Dictionary<string, long> Calls { get; } = [];

        public Meter Create(MeterOptions options) => _meter;

        internal void Listen()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter == _meter && instrument.Name == "wasi.calls")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            {
                string function = (string)tags[0].Value!;
                Calls[function] = Calls.GetValueOrDefault(function) + value;
            });
            _listener.Start();
        }

        public void Dispose()
        {
            _listener.Dispose();
            _meter.Dispose();
        }
    }
}
