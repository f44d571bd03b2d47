using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using Wasmtime;
using Witx.Bindings.Wasi;

namespace Benchmarks.Programs;

/// <summary>
/// Measures loading a program from its file: compiled, from the cache of the engine, and from the cache of a <see
/// cref="WasiHost"/>.
/// </summary>
internal static class LoadBenchmark
{
    private const int Rounds = 11;

    /// <summary>Measures and prints the table.</summary>
    internal static void Print(IEnumerable<string> programs)
    {
        using ScratchDirectory own = new();
        using ScratchDirectory engines = new();
        Table table = new("a program", ["MB", "compiled", "**Witx.Bindings**, again", "the engine's cache, again", "ahead of it"]);
        foreach (string program in programs)
        {
            Measurement compiled = Once(() => Load(program, own.Path));
            LoadByEngine(program, engines.Path);
            Measurement[] mapped = new Measurement[Rounds];
            Measurement[] unpacked = new Measurement[Rounds];
            for (int round = 0; round < Rounds; round++)
            {
                mapped[round] = Once(() => Load(program, own.Path));
                unpacked[round] = Once(() => LoadByEngine(program, engines.Path));
            }

            (Measurement ours, Measurement theirs) = (Measurement.Median(mapped), Measurement.Median(unpacked));
            string[] cells =
                [
                    $"{new FileInfo(program).Length / 1e6:F1}",
                    $"{compiled}",
                    $"{ours}",
                    $"{theirs}",
                    $"{theirs.Nanoseconds / ours.Nanoseconds:F1}×",
                ];
            table.Add(Path.GetFileName(program), cells);
        }

        Console.WriteLine(Machine.Description);
        Console.WriteLine();
        Console.Write(table);
    }

    private static Measurement Once(Action load)
    {
        long start = Stopwatch.GetTimestamp();
        load();
        return new Measurement(Stopwatch.GetElapsedTime(start).TotalNanoseconds, 0);
    }

    private static void Load(string path, string directory)
    {
        using WasiHost host = new(new WasiHostOptions { CacheDirectory = directory });
        using WasiProgram program = host.Load(path);
        program.Compile();
    }

    private static void LoadByEngine(string path, string directory)
    {
        string settings = Path.Join(directory, "settings.toml");
        File.WriteAllText(settings, $"[cache]\ndirectory = '{directory}'\n");
        using Engine engine = new(new Config().WithMemoryMayMove(false).WithCacheConfig(settings));
        using Module module = Module.FromFile(engine, path);
    }
}
