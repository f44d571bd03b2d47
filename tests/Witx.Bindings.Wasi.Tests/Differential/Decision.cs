using System;

namespace Witx.Bindings.Wasi.Tests.Differential;

/// <summary>Where this host answers otherwise than Wasmtime's own WASI on purpose.</summary>
/// <param name="Functions">The functions, separated by spaces.</param>
/// <param name="Condition">When they differ, in words.</param>
/// <param name="Applies">The same, of a difference.</param>
/// <param name="Answers">Our answer and theirs, as often as they differ; null for a trap.</param>
/// <param name="Reason">Why.</param>
internal sealed record Decision(
    string Functions, string Condition, Func<Difference, bool> Applies, (Errno? Ours, Errno? Theirs)[] Answers, string Reason)
{
    /// <summary>Which of the answers a difference has; −1 when it is another matter.</summary>
    internal int Find(Difference difference) =>
        Functions.Split(' ').AsSpan().Contains(difference.Step.Function)
        && Applies(difference)
            ? Array.IndexOf(Answers, (difference.Ours.Errno, difference.Theirs.Errno))
            : -1;
}
