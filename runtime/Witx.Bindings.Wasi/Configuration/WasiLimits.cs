using System;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi;

/// <summary>Limits on the resources of the host that one process may use. The defaults suit most programs.</summary>
/// <remarks>
/// Every property throws <see cref="ArgumentOutOfRangeException"/> for values below 1 and above the maximum that it documents.
/// </remarks>
public sealed record WasiLimits
{
    /// <summary>
    /// The maximum number of tables of a guest. Each element takes at least 8 bytes of host memory, even if the guest does not use it.
    /// </summary>
    internal const int MaxTables = 16;

    private const int DefaultMaxRandom = 64 << 20;

    /// <summary>
    /// Gets the maximum number of open file descriptors, standard streams and directories included. The default is 1,024.
    /// </summary>
    /// <remarks>Beyond the limit, calls fail with <c>Errno.Mfile</c> (EMFILE).</remarks>
    public int MaxDescriptors { get; init => field = Checked(value); } = 1024;

    /// <summary>
    /// Gets the maximum length of a path and of a symbolic link's target in bytes. The default, and the maximum, is 4,095.
    /// </summary>
    /// <remarks>Beyond the limit, calls fail with <c>Errno.Nametoolong</c> (ENAMETOOLONG).</remarks>
    public int MaxPathLength { get; init => field = Checked(value, PathLimits.MaxPathLength); } = PathLimits.MaxPathLength;

    /// <summary>Gets the maximum number of buffers (iovecs) that one read or write uses. The default, and the maximum, is 1,024.</summary>
    /// <remarks>The remaining buffers are ignored, so the call transfers fewer bytes than requested.</remarks>
    public int MaxVectors { get; init => field = Checked(value, IoVectors.MaxCount); } = IoVectors.MaxCount;

    /// <summary>
    /// Gets the maximum number of bytes that one read or write transfers. The default, and the maximum, is 2 GiB less 4 KiB.
    /// </summary>
    /// <remarks>A larger request transfers fewer bytes than requested. Linux has the same maximum (read(2), write(2)).</remarks>
    public int MaxTransfer { get; init => field = Checked(value, IoVectors.MaxTransfer); } = IoVectors.MaxTransfer;

    /// <summary>Gets the maximum number of subscriptions of one <c>poll_oneoff</c>. The default is 4,096.</summary>
    /// <remarks>Beyond the limit, the call fails with <c>Errno.Nomem</c> (ENOMEM).</remarks>
    public int MaxSubscriptions { get; init => field = Checked(value); } = 4096;

    /// <summary>Gets the maximum number of bytes of one <c>random_get</c>. The default is 64 MiB.</summary>
    /// <remarks>Beyond the limit, the call fails with <c>Errno.Nomem</c> (ENOMEM).</remarks>
    public int MaxRandom { get; init => field = Checked(value); } = DefaultMaxRandom;

    /// <summary>Gets the maximum size of the guest's linear memory in bytes. The default is 1 GiB.</summary>
    /// <remarks>
    /// Beyond the limit, <c>memory.grow</c> returns -1. A run of a module that starts with more fails with <see cref="WasiException"/>.
    /// A shared memory counts with its declared maximum. Objects of WebAssembly's garbage collection have a separate heap with the same
    /// limit. <see cref="WasiHost"/> applies the limit to the store that it creates. If you create the <c>Store</c> yourself, call its
    /// <c>SetLimits</c>.
    /// </remarks>
    public long MaxMemory { get; init => field = Checked(value); } = 1 << 30;

    /// <summary>Gets the maximum number of elements of each table of the guest. The default is 1,048,576.</summary>
    /// <remarks>
    /// Beyond the limit, <c>table.grow</c> returns -1. A guest has at most 16 tables. <see cref="WasiHost"/> applies the limit to the
    /// store that it creates.
    /// </remarks>
    public int MaxTableElements { get; init => field = Checked(value); } = 1 << 20;

    /// <summary>Gets the maximum amount of host memory that is kept for the process at a time, in bytes. The default is 256 MiB.</summary>
    /// <remarks>
    /// Counts data in sockets and pipes, accept queues, epoll lists, directory snapshots, stack checkpoints and pending name lookups.
    /// Beyond the limit, calls fail with <c>Errno.Nomem</c> (ENOMEM) or <c>Errno.Nobufs</c> (ENOBUFS). Files in memory have a quota of
    /// their own (<see cref="WasiQuota"/>), because several processes can share them.
    /// </remarks>
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
