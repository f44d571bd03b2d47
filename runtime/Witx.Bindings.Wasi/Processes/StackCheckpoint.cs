namespace Witx.Bindings.Wasi.Processes;

/// <summary>A copy of a guest's call stack, which <c>stack_restore</c> returns to.</summary>
/// <param name="Address">The guest address of the <c>stack_snapshot</c> that identifies the checkpoint.</param>
/// <param name="StackPointer">The value of the guest's global <c>__stack_pointer</c>.</param>
/// <param name="Stack">The guest's stack in linear memory, from the stack pointer up.</param>
/// <param name="Frames">The data that Asyncify wrote during the unwind: the active functions and their locals.</param>
internal sealed record StackCheckpoint(ulong Address, int StackPointer, byte[] Stack, byte[] Frames)
{
    /// <summary>The size of the checkpoint in bytes of host memory.</summary>
    internal long Length => (long)Stack.Length + Frames.Length;
}
