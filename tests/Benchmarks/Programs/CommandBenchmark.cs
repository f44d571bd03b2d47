using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace Benchmarks.Programs;

/// <summary>What it takes to run a program that does nothing from a shell, by one command and by others: processes from their start to their end.</summary>
internal static class CommandBenchmark
{
    private const int Rounds = 31;

    /// <summary>Measures and prints the table.</summary>
    /// <param name="commands">Each a program and its arguments, behind which the guest's file is put. All are held to the first.</param>
    internal static void Print(IReadOnlyList<string> commands)
    {
        Measurement[][] prices = [.. commands.Select(static _ => new Measurement[Rounds])];
        for (int round = -1; round < Rounds; round++)
        {
            for (int i = 0; i < commands.Count; i++)
            {
                Measurement price = Run(commands[i]);
                if (round >= 0)
                {
                    prices[i][round] = price;
                }
            }
        }

        Table table = new("a command", ["a guest that does nothing", "of the first"]);
        Measurement first = Measurement.Median(prices[0]);
        for (int i = 0; i < commands.Count; i++)
        {
            Measurement price = Measurement.Median(prices[i]);
            table.Add($"`{commands[i]}`", [$"{price}", $"{price.Nanoseconds / first.Nanoseconds:F2}×"]);
        }

        Console.WriteLine(Machine.Line);
        Console.WriteLine();
        Console.Write(table);
    }

    private static Measurement Run(string command)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(words[0], [.. words[1..], Guests.PathOf(Guests.Empty)]);
        process.WaitForExit();
        Measurement price = new(Stopwatch.GetElapsedTime(start).TotalNanoseconds, 0);
        return process.ExitCode == 0 ? price : throw new InvalidOperationException($"'{command}' ended with {process.ExitCode}.");
    }
}
