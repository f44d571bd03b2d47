using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi;

/// <summary>How much of the host a guest may use up. Every number is above 0.</summary>
public sealed record WasiLimits
{
    /// <summary>The most tables of a guest: an element takes 8 bytes or more, whether the guest uses it or not.</summary>
    internal const int MaxTables = 16;

    private const int DefaultMaxRandom = 64 << 20;

    /// <summary>The most descriptors that a process has open at a time, its standard streams and directories included; <c>mfile</c> beyond.</summary>
    public int MaxDescriptors { get; init => field = Checked(value); } = 1024;

    /// <summary>The longest path in bytes, and the longest target of a link, at most 4095; <c>nametoolong</c> beyond.</summary>
    public int MaxPathLength { get; init => field = Checked(value, PathParser.MaxLength); } = PathParser.MaxLength;

    /// <summary>The most buffers that one read or write serves, at most 1024. The rest is left to the guest's next call.</summary>
    public int MaxVectors { get; init => field = Checked(value, IoVectors.MaxCount); } = IoVectors.MaxCount;

    /// <summary>The most bytes that one read or write moves, at most 2 GiB less 4 KiB. The rest is left to the guest's next call.</summary>
    public int MaxTransfer { get; init => field = Checked(value, IoVectors.MaxTransfer); } = IoVectors.MaxTransfer;

    /// <summary>The most subscriptions of one <c>poll_oneoff</c>; <c>nomem</c> beyond.</summary>
    public int MaxSubscriptions { get; init => field = Checked(value); } = 4096;

    /// <summary>The most random bytes of one <c>random_get</c>; <c>nomem</c> beyond.</summary>
    public int MaxRandom { get; init => field = Checked(value); } = DefaultMaxRandom;

    /// <summary>The most bytes of the guest's linear memory, 1 GiB by default. <c>memory.grow</c> fails beyond, and a guest that starts with more does not start.</summary>
    /// <remarks>
    /// A module has at most one memory, and a shared memory counts with its maximum. The objects of a guest that uses WebAssembly's garbage
    /// collection have a heap of at most the same size beside the memory. <see cref="WasiHost"/> applies the limit to the store it creates; an
    /// embedder that creates the store sets its limits there.
    /// </remarks>
    public long MaxMemory { get; init => field = Checked(value); } = 1 << 30;

    /// <summary>The most elements of each table of the guest, 1,048,576 by default. <c>table.grow</c> fails beyond. A guest has at most 16 tables.</summary>
    /// <remarks><see cref="WasiHost"/> applies the limit to the store it creates.</remarks>
    public int MaxTableElements { get; init => field = Checked(value); } = 1 << 20;

    /// <summary>
    /// The most bytes of host memory that the host keeps for the process at a time, 256 MiB by default: data in sockets and pipes, listening
    /// queues, lists of descriptors, directory snapshots, checkpoints of the stack, pending name look-ups. <c>nomem</c> or <c>nobufs</c> beyond.
    /// </summary>
    /// <remarks>Files in memory have a quota of their own (<see cref="WasiQuota"/>), because several processes can share them.</remarks>
    public long MaxHostMemory { get; init => field = Checked(value); } = 256 << 20;

    private static long Checked(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        return value;
    }

    private static int Checked(int value, int most = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most);
        return value;
    }
}
