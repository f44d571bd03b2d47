using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace Benchmarks.Programs;

/// <summary>Compares commands that run a guest that does nothing, from the start of the process to its end.</summary>
internal static class CommandBenchmark
{
    private const int Rounds = 31;

    /// <summary>Measures and prints the table.</summary>
    /// <param name="commands">Programs with arguments. The guest file is appended to each. The first one is the baseline.</param>
    internal static void Print(IReadOnlyList<string> commands)
    {
        Measurement[][] measurements = [.. commands.Select(static _ => new Measurement[Rounds])];
        for (int round = -1; round < Rounds; round++)
        {
            for (int i = 0; i < commands.Count; i++)
            {
                Measurement measurement = Run(commands[i]);
                if (round >= 0)
                {
                    measurements[i][round] = measurement;
                }
            }
        }

        Table table = new("a command", ["a guest that does nothing", "of the first"]);
        Measurement first = Measurement.Median(measurements[0]);
        for (int i = 0; i < commands.Count; i++)
        {
            Measurement measurement = Measurement.Median(measurements[i]);
            table.Add($"`{commands[i]}`", [$"{measurement}", $"{measurement.Nanoseconds / first.Nanoseconds:F2}×"]);
        }

        Console.WriteLine(Machine.Description);
        Console.WriteLine();
        Console.Write(table);
    }

    private static Measurement Run(string command)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(words[0], [.. words[1..], Guests.GetPath(Guests.Empty)]);
        process.WaitForExit();
        Measurement measurement = new(Stopwatch.GetElapsedTime(start).TotalNanoseconds, 0);
        return process.ExitCode == 0
            ? measurement
            : throw new InvalidOperationException($"Command '{command}' exited with code {process.ExitCode}.");
    }
}
