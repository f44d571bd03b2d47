using System.Collections.Generic;
using System.Linq;
using Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Differential;

/// <summary>
/// Makes the same random calls on this host and on the WASI implementation of Wasmtime. Every difference must be a known one.
/// </summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private const int Sequences = 1200;
    private const int Length = 60;

    private readonly HashSet<(KnownDivergence Divergence, int Index)> _met = [];
    private readonly List<string> _unknown = [];
    private int _calls;

    [Fact]
    public void RandomCalls_OnThisHostAndWasmtime_DifferOnlyInKnownWays()
    {
        Compare("host", Sequences);
        output.WriteLine(
            $"{_calls} calls in {Sequences} sequences met {_met.Count} pairs of results "
            + $"that {KnownDivergences.All.Count} known divergences explain.");
        IEnumerable<string> unused = KnownDivergences.All.SelectMany(divergence => divergence.Results
            .Where((_, i) => !_met.Contains((divergence, i)))
            .Select(results => $"{divergence.Functions}, {divergence.Condition}: {results}"));
        Assert.True(!unused.Any(), string.Join('\n', unused));
    }

    /// <summary>Other kinds of directories differ from Wasmtime's host directory in the same ways.</summary>
    [Theory]
    [InlineData("policy")]
    [InlineData("view")]
    [InlineData("own")]
    public void RandomCalls_OnAnotherKindOfDirectory_DifferOnlyInKnownWays(string kind) => Compare(kind, Sequences / 4);

    private void Compare(string kind, int sequences)
    {
        using Engine engine = new();
        using Module module = Module.FromText(engine, "probe", ProbeModule.Text);
        for (int seed = 0; seed < sequences; seed++)
        {
            using DifferentialInstance ours = DifferentialInstance.CreateOurs(engine, module, kind);
            using DifferentialInstance theirs = DifferentialInstance.CreateWasmtime(engine, module);
            Compare(ours, theirs, seed);
        }

        Assert.True(_unknown.Count == 0, string.Join('\n', _unknown));
    }

    private void Compare(DifferentialInstance ours, DifferentialInstance theirs, int seed)
    {
        RandomCalls calls = new(seed);
        List<string> history = [];
        for (int i = 0; i < Length; i++)
        {
            ProbeCall call = calls.Next();
            (DescriptorState? descriptor, DescriptorState? other) = (ours.GetState(call.Slot), ours.GetState(call.OtherSlot));
            Difference difference = new(call, descriptor, other, call.Make(ours), call.Make(theirs));
            _calls++;
            history.Add($"{call}: {difference.Ours}");
            if (difference.Ours == difference.Theirs)
            {
                continue;
            }

            if (!IsKnown(difference))
            {
                _unknown.Add($"seed {seed}: {difference} after\n  {string.Join("\n  ", history)}");
                return;
            }

            if (difference.Ours.Errno == Errno.Success || difference.Theirs.Errno == Errno.Success)
            {
                // Only one host changed its state, so later results cannot be compared.
                return;
            }
        }

        (string ourTree, string theirTree) = (ours.FormatTree(), theirs.FormatTree());
        if (ourTree != theirTree)
        {
            _unknown.Add($"seed {seed}: ours left\n{ourTree}theirs left\n{theirTree}after\n  {string.Join("\n  ", history)}");
        }
    }

    private bool IsKnown(Difference difference)
    {
        foreach (KnownDivergence divergence in KnownDivergences.All)
        {
            if (divergence.IndexOf(difference) is var index and >= 0)
            {
                _met.Add((divergence, index));
                return true;
            }
        }

        return false;
    }
}
