using System;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>The guest wants to be where it made a checkpoint. It unwinds the guest; whoever runs it takes it there.</summary>
internal sealed class StackRestoreException(StackCheckpoint checkpoint, ulong value) : Exception("the guest left for a checkpoint of its stack")
{
    internal StackCheckpoint Checkpoint => checkpoint;

    /// <summary>What the checkpoint is to answer.</summary>
    internal ulong Value => value;
}
