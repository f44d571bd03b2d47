using System.Collections.Generic;
using System.Linq;
using Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Differential;

/// <summary>The same calls to this host and to Wasmtime's own WASI, over twin directories. Where they part, it is a decision of ours.</summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private const int Sequences = 1200;
    private const int Length = 60;

    private readonly HashSet<(Decision Decision, int Answer)> _met = [];
    private readonly List<string> _undecided = [];
    private int _calls;

    [Fact]
    public void WhereTheHostsPart_ItIsDecided()
    {
        using Engine engine = new();
        using Module module = Module.FromText(engine, "probe", ProbeModule.Text);
        for (int seed = 0; seed < Sequences; seed++)
        {
            using DifferentialInstance ours = DifferentialInstance.Ours(engine, module);
            using DifferentialInstance theirs = DifferentialInstance.Wasmtimes(engine, module);
            Compare(ours, theirs, seed);
        }

        output.WriteLine($"{_calls} calls in {Sequences} sequences met {_met.Count} pairs of answers that {KnownDivergences.All.Count} decisions explain");
        Assert.True(_undecided.Count == 0, string.Join('\n', _undecided));
        IEnumerable<string> idle = KnownDivergences.All.SelectMany(decision => decision.Answers
            .Where((_, i) => !_met.Contains((decision, i)))
            .Select(answers => $"{decision.Functions}, {decision.Condition}: {answers}"));
        Assert.True(!idle.Any(), string.Join('\n', idle));
    }

    private void Compare(DifferentialInstance ours, DifferentialInstance theirs, int seed)
    {
        RandomSteps steps = new(seed);
        List<string> history = [];
        for (int i = 0; i < Length; i++)
        {
            Step step = steps.Next();
            (DescriptorState? descriptor, DescriptorState? other) = (ours.Look(step.Slot), ours.Look(step.OtherSlot));
            Difference difference = new(step, descriptor, other, step.Make(ours), step.Make(theirs));
            _calls++;
            history.Add($"{step}: {difference.Ours}");
            if (difference.Ours == difference.Theirs)
            {
                continue;
            }

            if (!IsDecided(difference))
            {
                _undecided.Add($"seed {seed}: {difference} after\n  {string.Join("\n  ", history)}");
                return;
            }

            if (difference.Ours.Errno == Errno.Success || difference.Theirs.Errno == Errno.Success)
            {
                // From here on the worlds are two, and have little more to say to each other.
                return;
            }
        }

        (string ourTree, string theirTree) = (ours.Tree(), theirs.Tree());
        if (ourTree != theirTree)
        {
            _undecided.Add($"seed {seed}: ours left\n{ourTree}theirs left\n{theirTree}after\n  {string.Join("\n  ", history)}");
        }
    }

    private bool IsDecided(Difference difference)
    {
        foreach (Decision decision in KnownDivergences.All)
        {
            if (decision.Find(difference) is var answer and >= 0)
            {
                _met.Add((decision, answer));
                return true;
            }
        }

        return false;
    }
}
