using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Text;
using Witx.Bindings.Wasmtime;
using Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Programs;

/// <summary>The metrics of system calls.</summary>
public sealed class MeterTests : IDisposable
{
    // Writes five bytes to standard output and to a closed descriptor, reads standard input, and exits.
    private static readonly byte[] s_guest = """
        (module
          (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "\08\00\00\00\05\00\00\00hello")
          (func (export "_start")
            (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32)))
            (drop (call $write (i32.const 9) (i32.const 0) (i32.const 1) (i32.const 32)))
            (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 32)))
            (call $exit (i32.const 0))))
        """u8.ToArray();

    private static readonly string[] s_counted =
    [
        "wasi.calls function=fd_write 1", "wasi.bytes direction=write 5",
        "wasi.calls function=fd_write 1", "wasi.errors function=fd_write errno=badf 1",
        "wasi.calls function=fd_read 1", "wasi.bytes direction=read 3",
        "wasi.calls function=proc_exit 1",
    ];

    private readonly Meters _meters = new();
    private readonly List<string> _counted = [];

    public void Dispose() => _meters.Dispose();

    [Fact]
    public void Metrics_ListenerEnabled_CountCallsErrorsAndBytes()
    {
        using MeterListener listener = Listen();
        using WasiHost host = new();
        using WasiProgram program = host.Load("guest", s_guest);
        Assert.Equal(0, program.Run(CreateOptions()).ExitCode);
        Assert.Equal(s_counted, _counted);
    }

    [Fact]
    public void Metrics_Memory64Guest_CountBytes()
    {
        using MeterListener listener = Listen();
        using WasiHost host = new();
        using WasiProgram program = host.Load("guest", """
            (module
              (import "wasix_64v1" "fd_write" (func $write (param i32 i64 i64 i64) (result i32)))
              (memory (export "memory") i64 1)
              (data (i64.const 0) "\10\00\00\00\00\00\00\00\05\00\00\00\00\00\00\00hello")
              (func (export "_start")
                (drop (call $write (i32.const 1) (i64.const 0) (i64.const 1) (i64.const 32)))))
            """u8.ToArray());
        Assert.Equal(0, program.Run(CreateOptions()).ExitCode);
        Assert.Equal(["wasi.calls function=fd_write 1", "wasi.bytes direction=write 5"], _counted);
    }

    [Fact]
    public void Metrics_NoListener_WrapNoCall()
    {
        using WasiHost host = new();
        using WasiProgram program = host.Load("guest", s_guest);
        WasiOptions options = CreateOptions();
        HostCallHandler? bound = null;
        options.Interceptors.Add((_, next) => bound = next);
        Assert.Equal(0, program.Run(options).ExitCode);
        Assert.Equal(typeof(HostImports).Assembly, bound!.Method.Module.Assembly);
    }

    [Fact]
    public void Metrics_RawProcess_CountsCalls()
    {
        using MeterListener listener = Listen();
        using Engine engine = new();
        using Module module = Module.FromText(engine, "guest", Encoding.UTF8.GetString(s_guest));
        using Store store = new(engine);
        using WasiProcess process = new(CreateOptions());
        process.ConfigureStore(engine, store);
        using Witx.Bindings.Wasmtime.Guest guest = new HostImports().AddWasi(process).Instantiate(store, module);
        Assert.Equal(0, process.Run(guest));
        Assert.Equal(s_counted, _counted);
    }

    private WasiOptions CreateOptions() => new() { Input = WasiInput.FromText("abc"), MeterFactory = _meters };

    private MeterListener Listen()
    {
        MeterListener listener = new()
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == _meters && instrument.Meter.Name == "Witx.Bindings.Wasi")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            _counted.Add($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}"))} {value}"));
        listener.Start();
        return listener;
    }

    private sealed class Meters : IMeterFactory
    {
        private readonly List<Meter> _created = [];

        public Meter Create(MeterOptions options)
        {
            options.Scope = this;
            Meter meter = new(options);
            _created.Add(meter);
            return meter;
        }

        public void Dispose() => _created.ForEach(static meter => meter.Dispose());
    }
}
