using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Witx.Bindings.Generator;

namespace Benchmarks.Generation;

/// <summary>Measures the generator: a whole interface, an edit of the interface, and an unrelated edit.</summary>
internal static class GenerationBenchmark
{
    private const int Rounds = 201;

    /// <summary>Prints the tables.</summary>
    /// <param name="folder">A folder with other interfaces, of which the largest is measured too, or null.</param>
    internal static void Print(string? folder)
    {
        List<InterfaceText> texts =
        [
            InterfaceText.ReadFromRepository("wasi_snapshot_preview1.witx"),
            InterfaceText.ReadFromRepository("wasix_v1.witx"),
        ];
        if (folder is not null && Directory.Exists(folder))
        {
            texts.Add(InterfaceText.ReadLargest(folder));
        }

        Console.WriteLine(Machine.Description);
        Console.WriteLine();
        Table table = new(
            "an interface",
            ["characters in", "characters out", "first", "again", "an edit of it, in the compiler", "the compiler reads what was written"]);
        List<(int Written, Measurement Price)> first = [];
        foreach (InterfaceText text in texts)
        {
            int written = 0;
            Measurement measurement = Once(() => written = text.Generate());
            first.Add((written, measurement));
        }

        WarmUp(() => texts.ForEach(static text => text.Generate()), TimeSpan.FromSeconds(15));
        foreach ((InterfaceText text, (int written, Measurement measurement)) in texts.Zip(first))
        {
            EditedInterface edit = new(text);
            table.Add(
                text.Name,
                [
                    $"{text.Length}",
                    $"{written}",
                    $"{measurement}",
                    $"{Measure(() => text.Generate())}",
                    $"{Measure(edit.Run)}",
                    $"{Measure(edit.Read)}",
                ]);
        }

        Console.WriteLine(table);
        Table edits = new("an edit of one file of 500", ["the generator's share"]);
        edits.Add("that has nothing to do with the interface", [$"{Measure(new UnrelatedEdit(texts[0]).Run)}"]);
        edits.Add("in a project without interfaces", [$"{Measure(new UnrelatedEdit(null).Run)}"]);
        Console.Write(edits);
        PrintScale();
    }

    /// <summary>
    /// Prints the cost of an edit in a project with many classes, for this generator and two that do nothing. The rounds alternate, so that
    /// load on the machine raises all scenarios alike.
    /// </summary>
    private static void PrintScale()
    {
        LargeProject[] projects =
            [new(new WitxGenerator()), new(new EmptyGenerator(writesFiles: true)), new(new EmptyGenerator(writesFiles: false))];
        WarmUp(() => Array.ForEach(projects, static project => project.Run()), TimeSpan.FromSeconds(12));
        Measurement[][] rounds =
        [
            .. Enumerable.Range(0, Rounds).Select(_ => projects.Select(static project => Once(project.Run)).ToArray()),
        ];
        Measurement[] measurements =
        [
            .. Enumerable.Range(0, projects.Length).Select(i => Measurement.Median([.. rounds.Select(round => round[i])])),
        ];
        Table scale = new(
            $"an edit of one witx file of {LargeProject.Classes + 1}, with a class for each of {LargeProject.Classes}",
            ["an edit", "of an empty generator, at most 3", "of the floor"]);
        string[] names = ["Witx.Bindings", "the floor: an empty generator with a file for each class", "an empty generator without files"];
        foreach ((string name, Measurement measurement) in names.Zip(measurements))
        {
            scale.Add(name, [$"{measurement}", Ratio(measurement, measurements[2]), Ratio(measurement, measurements[1])]);
        }

        Console.WriteLine();
        Console.Write(scale);
    }

    private static string Ratio(Measurement measurement, Measurement other) =>
        FormattableString.Invariant($"{measurement.Nanoseconds / other.Nanoseconds:0.00}×");

    private static Measurement Measure(Action run)
    {
        WarmUp(run, TimeSpan.FromSeconds(4));
        return Measurement.Median([.. Enumerable.Range(0, Rounds).Select(_ => Once(run))]);
    }

    // The JIT needs many rounds and some time to optimize hot methods.
    private static void WarmUp(Action run, TimeSpan time)
    {
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time;)
        {
            run();
        }
    }

    private static Measurement Once(Action run)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        run();
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        return new Measurement(time.TotalNanoseconds, GC.GetAllocatedBytesForCurrentThread() - bytes);
    }
}
