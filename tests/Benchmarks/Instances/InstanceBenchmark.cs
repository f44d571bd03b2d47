using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime;

namespace Benchmarks.Instances;

/// <summary>
/// Measures the creation and disposal of a store and an instance of a module with as many imports as preview1 has functions.
/// </summary>
internal static class InstanceBenchmark
{
    private const int Rounds = 101;

    private const int Count = 50;

    private const int Imports = 46;

    private static readonly CoreSignature Signature = new([CoreType.I32, CoreType.I32, CoreType.I32, CoreType.I32], CoreType.I32);

    /// <summary>Measures and prints the table.</summary>
    internal static void Print()
    {
        using Engine engine = new();
        using Module module = Module.FromText(engine, "instances", Text);
        HostImports imports = new HostImports().Add(new Host());
        using PreparedModule prepared = imports.Prepare(engine, module);
        using Linker linker = new(engine);
        for (int i = 0; i < Imports; i++)
        {
            linker.DefineFunction("bench", $"f{i}", static (int a, int b, int c, int d) => 0);
        }

        using Linker defined = new(engine);
        imports.Define(defined);
        (string Name, Action<Store> Make)[] factories =
        [
            ("**Witx.Bindings**, `Prepare`", store => imports.Instantiate(store, prepared).Dispose()),
            ("**Witx.Bindings**, `Instantiate`", store => imports.Instantiate(store, module).Dispose()),
            ("**Witx.Bindings**, `Define`", store => defined.Instantiate(store, module)),
            ("Wasmtime .NET, a linker filled once", store => linker.Instantiate(store, module)),
            ("the store alone", static _ => { }),
        ];
        Dictionary<string, Measurement[]> measurements =
            factories.ToDictionary(static factory => factory.Name, static _ => new Measurement[Rounds]);
        for (int round = -Rounds / 2; round < Rounds; round++)
        {
            foreach ((string name, Action<Store> make) in factories)
            {
                Measurement measurement = Once(engine, make);
                if (round >= 0)
                {
                    measurements[name][round] = measurement;
                }
            }
        }

        Table table = new($"an instance of {Imports} imports", ["µs", "bytes"]);
        foreach ((string name, Measurement[] all) in measurements)
        {
            Measurement measurement = Measurement.Median(all);
            table.Add(name, [$"{measurement.Nanoseconds / 1000:F1}", $"{measurement.Bytes:F0}"]);
        }

        Console.WriteLine(Machine.Description);
        Console.WriteLine();
        Console.Write(table);
    }

    private static string Text =>
        $"""
        (module
          {string.Concat(Enumerable.Range(0, Imports).Select(Import))}
          (memory (export "memory") 1))
        """;

    private static string Import(int i) => $"(import \"bench\" \"f{i}\" (func (param i32 i32 i32 i32) (result i32)))";

    private static Measurement Once(Engine engine, Action<Store> make)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Count; i++)
        {
            using Store store = new(engine);
            make(store);
        }

        double nanoseconds = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        return new Measurement(nanoseconds / Count, (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / Count);
    }

    /// <summary>A host with a function table like the generated ones.</summary>
    private sealed class Host : IHostModule
    {
        private static readonly HostFunction[] Table = [.. Enumerable.Range(0, Imports).Select(Function)];

        ReadOnlySpan<HostFunction> IHostModule.Functions => Table;

        private static HostFunction Function(int i) => new("bench", $"f{i}", Signature, true, static (_, _, _) => 0);
    }
}
