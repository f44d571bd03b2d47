namespace Witx.Bindings.Wasi.Processes;

/// <summary>A copy of a guest's stack, to which the guest can return.</summary>
/// <param name="Address">The address at which the guest keeps the checkpoint's name.</param>
/// <param name="StackPointer">The guest's stack pointer.</param>
/// <param name="Stack">The guest's stack in memory, from the stack pointer up.</param>
/// <param name="Frames">The record that Asyncify wrote when the guest unwound: its functions and their locals.</param>
internal sealed record StackCheckpoint(ulong Address, int StackPointer, byte[] Stack, byte[] Frames)
{
    /// <summary>The bytes that the checkpoint keeps.</summary>
    internal long Length => (long)Stack.Length + Frames.Length;
}
