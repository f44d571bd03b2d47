using System;
using System.Collections.Generic;
using System.Diagnostics;
using Wasmtime;
using Witx.Bindings.Wasi;
using Witx.Bindings.Wasmtime;

namespace Benchmarks.Contenders;

/// <summary>Many guests of one compiled program, alive in this process together, each with what WASI gives it.</summary>
internal static class ManyInstances
{
    internal const int Count = 1_000;

    private delegate object Start(Engine engine, Store store, Module module, Stack<IDisposable> owned);

    /// <summary>What one of them costs to start, with the managed memory that it holds.</summary>
    internal static Measurement Own() => Of(static (_, store, module, owned) =>
    {
        WasiProcess process = Taken(owned, new WasiProcess(new WasiOptions()));
        return Taken(owned, new HostImports().AddWasi(process).Instantiate(store, module));
    });

    /// <inheritdoc cref="Own"/>
    internal static Measurement BuiltIn() => Of(static (engine, store, module, _) =>
    {
        using Linker linker = new(engine);
        linker.DefineWasi();
        store.SetWasiConfiguration(new WasiConfiguration());
        return linker.Instantiate(store, module);
    });

    private static T Taken<T>(Stack<IDisposable> owned, T item)
        where T : IDisposable
    {
        owned.Push(item);
        return item;
    }

    private static Measurement Of(Start start)
    {
        using Engine engine = new(new Config().WithMemoryMayMove(false));
        using Module module = Module.FromFile(engine, Guests.PathOf(Guests.Wasi));
        _ = Once(engine, module, start);
        return Once(engine, module, start);
    }

    private static Measurement Once(Engine engine, Module module, Start start)
    {
        Stack<IDisposable> owned = new(Count * 4);
        object[] guests = new object[Count];
        long bytes = GC.GetTotalMemory(forceFullCollection: true);
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Count; i++)
        {
            guests[i] = start(engine, Taken(owned, new Store(engine)), module, owned);
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
