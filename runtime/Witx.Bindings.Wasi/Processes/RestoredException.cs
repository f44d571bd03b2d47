using System;

namespace Witx.Bindings.Wasi;

/// <summary>The guest wants to be where it made a checkpoint. It unwinds the guest; whoever runs it takes it there.</summary>
internal sealed class RestoredException(Checkpoint checkpoint, ulong value) : Exception("the guest left for a checkpoint of its stack")
{
    internal Checkpoint Checkpoint => checkpoint;

    /// <summary>What the checkpoint is to answer.</summary>
    internal ulong Value => value;
}

/// <summary>Where a guest was.</summary>
/// <param name="StackPointer">How far its stack in memory reached down.</param>
/// <param name="Stack">That stack.</param>
/// <param name="Frames">What Asyncify wrote when the guest left: where it was, and its locals.</param>
internal sealed record Checkpoint(int StackPointer, byte[] Stack, byte[] Frames)
{
    internal int Length => Stack.Length + Frames.Length;
}
