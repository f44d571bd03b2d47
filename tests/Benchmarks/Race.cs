using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime;
using Benchmarks.Contenders;
using Benchmarks.Rows;

namespace Benchmarks;

/// <summary>Measures rows, each by all contenders in turns, so that the machine's moods meet everybody.</summary>
internal sealed class Race
{
    private const double LapNanoseconds = 2_000_000;
    private const double SlowNanoseconds = 200_000_000;
    private const int MaxRounds = 301;
    private const int MaxCount = 1 << 20;
    private const int QuietRounds = 20;

    private readonly Dictionary<Row, Lap[]> _laps;

    /// <summary>Runs every row with every contender that can, so that all code has been used before any is measured.</summary>
    internal Race(IEnumerable<Row> rows, IReadOnlyList<Contender> contenders) =>
        _laps = rows.ToDictionary(static row => row, row => contenders.Select(contender => Lap.Of(row, contender)).OfType<Lap>().ToArray());

    /// <summary>What a row's call costs with each contender that can make it.</summary>
    /// <param name="row">The row.</param>
    /// <param name="time">How long it may take.</param>
    internal Dictionary<Contender, Price> Run(Row row, TimeSpan time)
    {
        Lap[] laps = _laps[row];
        double share = time.TotalNanoseconds / Math.Max(1, laps.Length);
        Settle(laps, share / 4);
        foreach (Lap lap in laps)
        {
            lap.Start();
        }

        for (int round = 0; round < MaxRounds && laps.Any(lap => lap.Spent < share); round++)
        {
            foreach (Lap lap in laps.Where(lap => lap.Spent < share))
            {
                lap.Run();
            }
        }

        return laps.ToDictionary(static lap => lap.Contender, static lap => lap.Median);
    }

    /// <summary>The compiler replaces hot code in the background: what comes before it is done does not count.</summary>
    private static void Settle(Lap[] laps, double share)
    {
        long compiled = -1;
        for (int quiet = 0; quiet < QuietRounds && laps.Any(lap => lap.Spent < share);)
        {
            quiet = compiled == JitInfo.GetCompiledMethodCount() ? quiet + 1 : 0;
            compiled = JitInfo.GetCompiledMethodCount();
            foreach (Lap lap in laps.Where(lap => lap.Spent < share))
            {
                lap.Run();
            }
        }
    }

    /// <summary>One contender on one row: so many calls at a time that a clock can tell.</summary>
    private sealed class Lap
    {
        private readonly Row _row;
        private readonly List<Price> _prices = [];
        private int _count = 1;

        private Lap(Row row, Contender contender) => (_row, Contender) = (row, contender);

        internal Contender Contender { get; }

        internal double Spent { get; private set; }

        internal Price Median => Price.Median([.. _prices]);

        /// <summary>Null where the contender cannot run the row.</summary>
        internal static Lap? Of(Row row, Contender contender)
        {
            Lap lap = new(row, contender);
            for (bool enough = false; lap._count < MaxCount;)
            {
                if (contender.Run(row, lap._count) is not { } price)
                {
                    return null;
                }

                lap.Add(price);

                // The first calls wait for the compiler: once long may not be long, unless it is very long.
                double taken = price.Nanoseconds * lap._count;
                if (taken > LapNanoseconds / 2)
                {
                    if (enough || taken > SlowNanoseconds)
                    {
                        break;
                    }

                    enough = true;
                    continue;
                }

                enough = false;
                lap._count = (int)Math.Min(MaxCount, Math.Clamp(LapNanoseconds / Math.Max(1, price.Nanoseconds), lap._count * 2, lap._count * 16));
            }

            return lap;
        }

        /// <summary>Forgets what has been measured so far, unless it took so long that once is enough.</summary>
        internal void Start()
        {
            if (_count > 1)
            {
                _prices.Clear();
                Spent = 0;
            }
        }

        internal void Run() => Add(Contender.Run(_row, _count) ?? throw new InvalidOperationException($"{Contender.Name} makes {_row.Name} no more."));

        private void Add(Price price)
        {
            _prices.Add(price);
            Spent += price.Nanoseconds * _count;
        }
    }
}
