namespace Witx.Bindings.Wasi;

/// <summary>How much of the host a guest may use up.</summary>
public sealed record WasiLimits
{
    /// <summary>The most descriptors that a process has open at a time, its standard streams and directories included; <c>mfile</c> beyond.</summary>
    public int MaxDescriptors { get; init; } = 1024;

    /// <summary>The most subscriptions of one <c>poll_oneoff</c>; <c>nomem</c> beyond.</summary>
    public int MaxSubscriptions { get; init; } = 4096;

    /// <summary>The most bytes that a memory of the guest grows to: <c>memory.grow</c> fails beyond, and a guest that starts with more does not start.</summary>
    /// <remarks>Null is no bound but the memory's own. <see cref="WasiHost"/> holds it; who makes the store holds it there.</remarks>
    public long? MaxMemory { get; init; }
}
