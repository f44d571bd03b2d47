using System;

namespace Witx.Bindings.Wasi;

/// <summary>The guest wants to be where it made a checkpoint. It unwinds the guest; whoever runs it takes it there.</summary>
internal sealed class RestoredException(Checkpoint checkpoint, ulong value) : Exception("the guest left for a checkpoint of its stack")
{
    internal Checkpoint Checkpoint => checkpoint;

    /// <summary>What the checkpoint is to answer.</summary>
    internal ulong Value => value;
}
