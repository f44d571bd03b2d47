namespace Witx.Bindings.Wasi;

/// <summary>Where a guest was.</summary>
/// <param name="StackPointer">How far its stack in memory reached down.</param>
/// <param name="Stack">That stack.</param>
/// <param name="Frames">What Asyncify wrote when the guest left: where it was, and its locals.</param>
internal sealed record Checkpoint(int StackPointer, byte[] Stack, byte[] Frames)
{
    internal int Length => Stack.Length + Frames.Length;
}
