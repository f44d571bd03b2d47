using System.Collections.Immutable;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>The state of a thread whose process is copied (<c>fork</c>). The thread waits until the copy has taken it.</summary>
/// <param name="Source">The stack checkpoints of the thread.</param>
/// <param name="Checkpoint">The stack of the thread.</param>
/// <param name="Entry">The function of the guest that the thread entered by.</param>
/// <param name="Globals">The values of the mutable globals that the instance exports.</param>
/// <param name="ContextStacks">The ends of the stacks of contexts in the memory, for contexts of the copy.</param>
internal sealed record ForkPoint(
    StackCheckpoints Source,
    StackCheckpoint Checkpoint,
    ThreadEntry Entry,
    ImmutableArray<(string Name, object Value)> Globals,
    ImmutableArray<ulong> ContextStacks);
