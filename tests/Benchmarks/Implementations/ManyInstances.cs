using System;
using System.Collections.Generic;
using System.Diagnostics;
using Wasmtime;
using Witx.Bindings.Wasi;
using Witx.Bindings.Wasmtime;

namespace Benchmarks.Implementations;

/// <summary>Many instances of one compiled program in this process, each with its own WASI state.</summary>
internal static class ManyInstances
{
    internal const int Count = 1_000;

    private delegate object Start(Engine engine, Store store, Module module, Stack<IDisposable> owned);

    /// <summary>Measures the start time and the managed memory of one instance.</summary>
    internal static Measurement MeasureOwn() => Measure(static (_, store, module, owned) =>
    {
        WasiProcess process = Track(owned, new WasiProcess(new WasiOptions()));
        return Track(owned, new HostImports().AddWasi(process).Instantiate(store, module));
    });

    /// <inheritdoc cref="MeasureOwn"/>
    internal static Measurement MeasureBuiltIn() => Measure(static (engine, store, module, _) =>
    {
        using Linker linker = new(engine);
        linker.DefineWasi();
        store.SetWasiConfiguration(new WasiConfiguration());
        return linker.Instantiate(store, module);
    });

    private static T Track<T>(Stack<IDisposable> owned, T item)
        where T : IDisposable
    {
        owned.Push(item);
        return item;
    }

    private static Measurement Measure(Start start)
    {
        using Engine engine = new(new Config().WithMemoryMayMove(false));
        using Module module = Module.FromFile(engine, Guests.GetPath(Guests.Wasi));
        _ = RunOnce(engine, module, start);
        return RunOnce(engine, module, start);
    }

    private static Measurement RunOnce(Engine engine, Module module, Start start)
    {
        Stack<IDisposable> owned = new(Count * 4);
        object[] guests = new object[Count];
        long bytes = GC.GetTotalMemory(forceFullCollection: true);
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Count; i++)
        {
            guests[i] = start(engine, Track(owned, new Store(engine)), module, owned);
        }

        double nanoseconds = Stopwatch.GetElapsedTime(started).TotalNanoseconds;
        bytes = GC.GetTotalMemory(forceFullCollection: true) - bytes;
        GC.KeepAlive(guests);
        while (owned.TryPop(out IDisposable? item))
        {
            item.Dispose();
        }

        return new Measurement(nanoseconds / Count, (double)bytes / Count);
    }
}
