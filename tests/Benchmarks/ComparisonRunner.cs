using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime;
using Benchmarks.Contenders;
using Benchmarks.Rows;

namespace Benchmarks;

/// <summary>Measures rows, each by all contenders in turns, so that the machine's moods meet everybody.</summary>
internal sealed class ComparisonRunner
{
    private const int MaxRounds = 301;

    // Twice the compiler waits a tenth of a second for others before it compiles what has become hot.
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(0.4);

    private readonly Dictionary<Scenario, Sample[]> _laps;

    /// <summary>Runs every row with every contender that can, so that all code has been used before any is measured.</summary>
    internal ComparisonRunner(IEnumerable<Scenario> rows, IReadOnlyList<Implementation> contenders) =>
        _laps = rows.ToDictionary(static row => row, row => contenders.Select(contender => Sample.TryCreate(row, contender)).OfType<Sample>().ToArray());

    /// <summary>A contender on a row; null if it cannot run it, or the row is not measured.</summary>
    internal Sample? Find(Scenario row, Implementation? contender) => _laps.GetValueOrDefault(row)?.FirstOrDefault(lap => lap.Contender == contender);

    /// <summary>Measures a row by each contender that can.</summary>
    /// <param name="row">The row.</param>
    /// <param name="time">How long it may take.</param>
    /// <param name="beside">Laps of other rows to run in the same rounds.</param>
    /// <returns>The row's laps.</returns>
    internal IReadOnlyList<Sample> Run(Scenario row, TimeSpan time, params IEnumerable<Sample> beside)
    {
        Sample[] laps = [.. _laps[row].Union(beside)];
        double share = time.TotalNanoseconds / Math.Max(1, laps.Length);
        Settle(laps);
        foreach (Sample lap in laps)
        {
            lap.Start();
        }

        for (int round = 0; round < MaxRounds && laps.Any(lap => lap.Spent < share); round++)
        {
            foreach (Sample lap in laps.Where(lap => lap.Spent < share))
            {
                lap.Run();
            }
        }

        return _laps[row];
    }

    /// <summary>The compiler replaces hot code in the background: what comes before it is done does not count.</summary>
    private static void Settle(Sample[] laps)
    {
        foreach (Sample lap in laps)
        {
            lap.Start();
        }

        long compiled = -1;
        Stopwatch quiet = Stopwatch.StartNew();
        while (quiet.Elapsed < s_quiet && laps.Any(static lap => lap.Spent < s_quiet.TotalNanoseconds))
        {
            if (compiled != JitInfo.GetCompiledMethodCount())
            {
                compiled = JitInfo.GetCompiledMethodCount();
                quiet.Restart();
            }

            foreach (Sample lap in laps.Where(static lap => lap.Spent < s_quiet.TotalNanoseconds))
            {
                lap.Run();
            }
        }
    }
}
