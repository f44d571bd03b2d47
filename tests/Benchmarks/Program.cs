using System;
using System.Linq;
using System.Runtime.CompilerServices;
using Benchmarks;
using Benchmarks.Cancellation;
using Benchmarks.Generation;
using Benchmarks.Instances;
using Benchmarks.Programs;
using Benchmarks.Rows;
using Benchmarks.Scaling;

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
        Console.WriteLine(Comparison.TenantsLine);
        return 0;
    case ["table", "--rows", .. string[] names]:
        Print([AllScenarios.Floor, .. AllScenarios.Table.Where(row => row != AllScenarios.Floor && names.Any(row.Name.Contains))], quick * 2);
        return 0;
    case ["cancellation"]:
        CancellationTimes.Print();

        // The threads of the blocking streams never end.
        Environment.Exit(0);
        return 0;
    case ["tenants"]:
        Console.WriteLine(Comparison.TenantsLine);
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
        Console.Error.WriteLine("usage: dotnet run -c Release --project tests/Benchmarks -- calls|table [--quick|--rows TEXT…]|plot PAGE PICTURE|scaling|tenants|cancellation|instances|programs FILE…|commands COMMAND…|generator [FOLDER]");
        return 2;
}

static void Print(Scenario[] rows, TimeSpan time)
{
    using Comparison comparison = new();
    Table table = comparison.Measure(rows, time);
    Console.WriteLine(Machine.Line);
    Console.WriteLine();
    Console.Write(table);
}
