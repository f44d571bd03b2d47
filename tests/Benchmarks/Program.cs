using System;
using System.Linq;
using System.Runtime.CompilerServices;
using Benchmarks;
using Benchmarks.Async;
using Benchmarks.Cancellation;
using Benchmarks.Generation;
using Benchmarks.Instances;
using Benchmarks.Programs;
using Benchmarks.Scaling;
using Benchmarks.Scenarios;

const string Usage =
    """
    usage: dotnet run -c Release --project tests/Benchmarks -- COMMAND

    calls                           calls of functions that do almost nothing
    table [--quick | --rows TEXT…]  all scenarios; --quick in less time, --rows only those whose name contains a TEXT
    plot PAGE PICTURE               draws the first table of a Markdown page as SVG
    scaling                         the cost of calls for growing sizes, and of parallel guests
    many-instances                  the start time and the memory of one of many instances
    instances                       each way to create an instance
    async                           RunAsync, alone and with 64 in flight, against Run
    threads                         threads, contexts and futexes of a guest, against native ones and those of .NET
    processes                       processes of a guest and copies of its memory, against native ones and those of .NET
    cancellation                    the time from a cancellation to the return of the run
    programs FILE…                  loading programs, compiled and from caches
    commands COMMAND…               shell commands that run a guest that does nothing
    generator [FOLDER]              generating the interfaces of this repository, and the largest one in FOLDER
    """;
TimeSpan full = TimeSpan.FromSeconds(6);
TimeSpan quick = TimeSpan.FromSeconds(1);
switch (args)
{
    case ["calls"]:
        Print([.. AllScenarios.Calls, AllScenarios.Tell], quick);
        return 0;
    case ["table", .. string[] rest] when rest is [] or ["--quick"]:
        Print([.. AllScenarios.Table], rest is [] ? full : quick);
        Console.WriteLine();
        Console.WriteLine(Comparison.InstancesLine);
        return 0;
    case ["table", "--rows", .. string[] names]:
        Print(
            [
                AllScenarios.Floor,
                .. AllScenarios.Table.Where(scenario => scenario != AllScenarios.Floor && names.Any(scenario.Name.Contains)),
            ],
            quick * 2);
        return 0;
    case ["cancellation"]:
        CancellationTimes.Print();

        // The threads of the blocking streams never end.
        Environment.Exit(0);
        return 0;
    case ["many-instances"]:
        Console.WriteLine(Comparison.InstancesLine);
        return 0;
    case ["plot", string page, string picture]:
        Plot.Write(page, picture);
        return 0;
    case ["scaling"]:
        ScalingBenchmark.Print();
        return 0;
    case ["instances"]:
        InstanceBenchmark.Print();
        return 0;
    case ["async"]:
        await AsyncBenchmark.PrintAsync();
        return 0;
    case ["threads"]:
        ThreadBenchmark.Print();
        return 0;
    case ["processes"]:
        ProcessBenchmark.Print();
        return 0;
    case ["programs", .. string[] files] when files.Length > 0:
        LoadBenchmark.Print(files);
        return 0;
    case ["commands", .. string[] commands] when commands.Length > 0:
        CommandBenchmark.Print(commands);
        return 0;
    case ["generator", .. string[] folder] when folder.Length < 2 && RuntimeFeature.IsDynamicCodeSupported:
        GenerationBenchmark.Print(folder.FirstOrDefault());
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}

static void Print(Scenario[] scenarios, TimeSpan time)
{
    using Comparison comparison = new();
    Table table = comparison.Measure(scenarios, time);
    Console.WriteLine(Machine.Description);
    Console.WriteLine();
    Console.Write(table);
}
