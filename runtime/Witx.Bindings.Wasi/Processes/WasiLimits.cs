using System;

namespace Witx.Bindings.Wasi;

/// <summary>How much of the host a guest may use up. Every number is above 0.</summary>
public sealed record WasiLimits
{
    private const int DefaultMaxRandom = 64 << 20;

    /// <summary>The most descriptors that a process has open at a time, its standard streams and directories included; <c>mfile</c> beyond.</summary>
    public int MaxDescriptors { get; init => field = Checked(value); } = 1024;

    /// <summary>The longest path in bytes, and the longest target of a link, at most 4095; <c>nametoolong</c> beyond.</summary>
    public int MaxPathLength { get; init => field = Checked(value, PathText.MaxLength); } = PathText.MaxLength;

    /// <summary>The most buffers that one read or write serves, at most 1024. The rest is left to the guest's next call.</summary>
    public int MaxVectors { get; init => field = Checked(value, IoVectors.MaxCount); } = IoVectors.MaxCount;

    /// <summary>The most bytes that one read or write moves, at most 2 GiB less 4 KiB. The rest is left to the guest's next call.</summary>
    public int MaxTransfer { get; init => field = Checked(value, IoVectors.MaxTransfer); } = IoVectors.MaxTransfer;

    /// <summary>The most subscriptions of one <c>poll_oneoff</c>; <c>nomem</c> beyond.</summary>
    public int MaxSubscriptions { get; init => field = Checked(value); } = 4096;

    /// <summary>The most random bytes of one <c>random_get</c>; <c>nomem</c> beyond.</summary>
    public int MaxRandom { get; init => field = Checked(value); } = DefaultMaxRandom;

    /// <summary>The most bytes that a memory of the guest grows to: <c>memory.grow</c> fails beyond, and a guest that starts with more does not start.</summary>
    /// <remarks>Null is no bound but the memory's own. <see cref="WasiHost"/> holds it; who makes the store holds it there.</remarks>
    public long? MaxMemory { get; init; }

    private static int Checked(int value, int most = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most);
        return value;
    }
}
