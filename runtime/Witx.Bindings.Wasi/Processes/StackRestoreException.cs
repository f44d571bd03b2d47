using System;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>
/// The exception that unwinds a guest that called <c>stack_restore</c>. <see cref="WasiThread.Run"/> then resumes it at the checkpoint.
/// </summary>
internal sealed class StackRestoreException(StackCheckpoint checkpoint, ulong value)
    : Exception("The guest unwinds its stack to return to a checkpoint.")
{
    /// <summary>The checkpoint to return to.</summary>
    internal StackCheckpoint Checkpoint => checkpoint;

    /// <summary>The value that <c>stack_checkpoint</c> returns to the guest.</summary>
    internal ulong Value => value;
}
