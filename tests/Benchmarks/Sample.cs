using System;
using System.Collections.Generic;
using Benchmarks.Contenders;
using Benchmarks.Rows;

namespace Benchmarks;

/// <summary>One contender on one row: so many calls at a time that a clock can tell.</summary>
internal sealed class Sample
{
    private const double Nanoseconds = 2_000_000;
    private const double SlowNanoseconds = 200_000_000;
    private const int MaxCount = 1 << 20;
    private const int Doubts = 4;

    private readonly Scenario _row;
    private readonly List<Measurement> _prices = [];
    private int _count = 1;
    private bool _isSlow;

    private Sample(Scenario row, Implementation contender) => (_row, Contender) = (row, contender);

    internal Implementation Contender { get; }

    /// <summary>Nanoseconds since the <see cref="Start"/>.</summary>
    internal double Spent { get; private set; }

    /// <summary>What a call cost, round by round since the <see cref="Start"/>.</summary>
    internal IReadOnlyList<Measurement> Prices => _prices;

    internal Measurement Median => Measurement.Median([.. _prices]);

    /// <summary>Finds how many calls a lap takes.</summary>
    /// <returns>Null where the contender cannot run the row.</returns>
    internal static Sample? TryCreate(Scenario row, Implementation contender)
    {
        Sample lap = new(row, contender);
        for (int doubts = Doubts; lap._count < MaxCount;)
        {
            if (contender.Run(row, lap._count) is not { } price)
            {
                return null;
            }

            lap.Add(price);

            // The first calls wait for the compiler: what was long a few times may not be long, unless it is very long.
            double taken = price.Nanoseconds * lap._count;
            lap._isSlow = taken > SlowNanoseconds;
            if (taken > Nanoseconds / 2)
            {
                if (lap._isSlow || --doubts == 0)
                {
                    break;
                }

                continue;
            }

            doubts = Doubts;
            lap._count = (int)Math.Min(MaxCount, Math.Clamp(Nanoseconds / Math.Max(1, price.Nanoseconds), lap._count * 2, lap._count * 16));
        }

        return lap;
    }

    /// <summary>Forgets what has been measured so far, unless it took so long that once is enough.</summary>
    internal void Start()
    {
        if (!_isSlow)
        {
            _prices.Clear();
            Spent = 0;
        }
    }

    internal void Run() => Add(Contender.Run(_row, _count) ?? throw new InvalidOperationException($"{Contender.Name} makes {_row.Name} no more."));

    private void Add(Measurement price)
    {
        _prices.Add(price);
        Spent += price.Nanoseconds * _count;
    }
}
