using System;
using System.IO;
using System.Text;
using System.Threading;
using Wasmtime;

namespace PluginServer.ByHand;

/// <summary>
/// The plug-in <c>fill</c> on Wasmtime .NET alone: <c>catalog.witx</c> by hand, WASI of the engine, and a timeout by epochs. It has no
/// limit of output, no queue, and runs on the thread pool.
/// </summary>
internal sealed class HandWrittenPlugin : IDisposable
{
    private const int Success = 0;
    private const int NotFound = 1;
    private const int TooSmall = 2;
    private const ulong TimeoutTicks = 20;

    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);

    private readonly Engine _engine;
    private readonly Module _module;
    private readonly Linker _linker;
    private readonly Timer _ticker;

    public HandWrittenPlugin(Catalog catalog)
    {
        _engine = new Engine(new Config().WithEpochInterruption(true));
        _module = Module.FromFile(_engine, Path.Combine(AppContext.BaseDirectory, "Plugins", "fill.wasm"));
        _linker = new Linker(_engine);
        _linker.DefineWasi();
        _linker.DefineFunction("catalog", "lookup", (Caller caller, int key, int keyLength, int buffer, int length, int result) =>
        {
            Memory memory = caller.GetMemory("memory")!;
            if (catalog.Find(memory.ReadString(key, keyLength)) is not { } value)
            {
                return NotFound;
            }

            if (!Encoding.UTF8.TryGetBytes(value, memory.GetSpan(buffer, length), out int written))
            {
                return TooSmall;
            }

            memory.WriteInt32(result, written);
            return Success;
        });
        _ticker = new Timer(_ => _engine.IncrementEpoch(), null, s_tick, s_tick);
    }

    /// <summary>Runs the plug-in on the calling thread.</summary>
    /// <param name="directory">The directory of the host that the guest sees as <c>/work</c>.</param>
    /// <returns>The exit code.</returns>
    internal int Run(string directory)
    {
        using Store store = new(_engine);
        store.SetLimits(memorySize: 64 << 20);
        store.SetEpochDeadline(TimeoutTicks);
        store.SetWasiConfiguration(new WasiConfiguration()
            .WithArgs("fill")
            .WithPreopenedDirectory(directory, "/work", mutable: true));
        Instance instance = _linker.Instantiate(store, _module);
        try
        {
            instance.GetAction("_start")!();
            return 0;
        }
        catch (WasmtimeException exception) when (exception.ExitCode is { } exitCode)
        {
            return exitCode;
        }
    }

    public void Dispose()
    {
        _ticker.Dispose();
        _linker.Dispose();
        _module.Dispose();
        _engine.Dispose();
    }
}
