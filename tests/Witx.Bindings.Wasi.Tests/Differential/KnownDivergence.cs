using System;

namespace Witx.Bindings.Wasi.Tests.Differential;

/// <summary>An intended difference between this host and the WASI implementation of Wasmtime.</summary>
/// <param name="Functions">The functions, separated by spaces.</param>
/// <param name="Condition">When the results differ, in words.</param>
/// <param name="Applies">Returns true if <paramref name="Condition"/> holds for a difference.</param>
/// <param name="Results">Each pair of results that this explains: of this host and of Wasmtime; null for a trap.</param>
/// <param name="Reason">Why this host differs.</param>
internal sealed record KnownDivergence(
    string Functions, string Condition, Func<Difference, bool> Applies, (Errno? Ours, Errno? Theirs)[] Results, string Reason)
{
    /// <summary>Gets the index in <see cref="Results"/> of a difference, or −1 if this does not explain it.</summary>
    internal int IndexOf(Difference difference) =>
        Functions.Split(' ').AsSpan().Contains(difference.Call.Function)
        && Applies(difference)
            ? Array.IndexOf(Results, (difference.Ours.Errno, difference.Theirs.Errno))
            : -1;
}
