using System;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi;

/// <summary>Limits on the resources of the host that one process may use. The defaults suit most programs.</summary>
/// <remarks>
/// Every property throws <see cref="ArgumentOutOfRangeException"/> for values below 1 and above the maximum that it documents. The limits
/// are read when a run starts; later changes have no effect on it. All defaults are finite, except those of <see cref="Timeout"/> and
/// <see cref="Fuel"/>, which select slower machine code.
/// </remarks>
public sealed class WasiLimits
{
    /// <summary>
    /// The maximum number of tables of a guest. Each element takes at least 8 bytes of host memory, even if the guest does not use it.
    /// </summary>
    internal const int MaxTables = 16;

    private const int DefaultMaxRandom = 64 << 20;
    private const long DefaultMemoryOfOthers = 3L << 30;

    private long? _maxTotalMemory;

    // The longest delay of a timer.
    private static readonly TimeSpan s_maxTimeout = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>Creates the default limits.</summary>
    public WasiLimits()
    {
    }

    /// <summary>Creates a copy of limits.</summary>
    /// <param name="other">The limits to copy.</param>
    public WasiLimits(WasiLimits other)
    {
        ArgumentNullException.ThrowIfNull(other);
        MaxDescriptors = other.MaxDescriptors;
        MaxThreads = other.MaxThreads;
        MaxProcesses = other.MaxProcesses;
        MaxProcessStarts = other.MaxProcessStarts;
        MaxPathLength = other.MaxPathLength;
        MaxVectors = other.MaxVectors;
        MaxTransfer = other.MaxTransfer;
        MaxSubscriptions = other.MaxSubscriptions;
        MaxRandom = other.MaxRandom;
        MaxMemory = other.MaxMemory;
        _maxTotalMemory = other._maxTotalMemory;
        MaxProgramSize = other.MaxProgramSize;
        MaxTableElements = other.MaxTableElements;
        MaxHostMemory = other.MaxHostMemory;
        MaxOutput = other.MaxOutput;
        Timeout = other.Timeout;
        Fuel = other.Fuel;
    }

    /// <summary>
    /// Gets or sets the maximum number of open file descriptors, standard streams and directories included. The default is 1,024.
    /// </summary>
    /// <remarks>Beyond the limit, calls fail with <c>Errno.Mfile</c> (EMFILE).</remarks>
    public int MaxDescriptors { get; set => field = Checked(value); } = 1024;

    /// <summary>
    /// Gets or sets the maximum number of threads of all processes of a run together, main threads not counted. A context
    /// (<c>context_create</c>) beside the first one of a thread counts as a thread. The default is 64.
    /// </summary>
    /// <remarks>Beyond the limit, calls that start a thread or create a context fail with <c>Errno.Again</c> (EAGAIN).</remarks>
    public int MaxThreads { get; set => field = Checked(value); } = 64;

    /// <summary>
    /// Gets or sets the maximum number of processes that the guest and its children can have started, until their parents have waited for
    /// them. The default is 64.
    /// </summary>
    /// <remarks>Beyond the limit, calls that start a process fail with <c>Errno.Again</c> (EAGAIN).</remarks>
    public int MaxProcesses { get; set => field = Checked(value); } = 64;

    /// <summary>Gets or sets the maximum number of processes that are started in a second of the run. The default is 1,000.</summary>
    /// <remarks>Beyond the limit, calls that start a process fail with <c>Errno.Again</c> (EAGAIN).</remarks>
    public int MaxProcessStarts { get; set => field = Checked(value); } = 1000;

    /// <summary>
    /// Gets or sets the maximum length of a path and of a symbolic link's target in bytes. The default, and the maximum, is 4,095.
    /// </summary>
    /// <remarks>Beyond the limit, calls fail with <c>Errno.Nametoolong</c> (ENAMETOOLONG).</remarks>
    public int MaxPathLength { get; set => field = Checked(value, PathLimits.MaxPathLength); } = PathLimits.MaxPathLength;

    /// <summary>
    /// Gets or sets the maximum number of buffers (iovecs) that one read or write uses. The default, and the maximum, is 1,024.
    /// </summary>
    /// <remarks>The remaining buffers are ignored, so the call transfers fewer bytes than requested.</remarks>
    public int MaxVectors { get; set => field = Checked(value, IoVectors.MaxCount); } = IoVectors.MaxCount;

    /// <summary>
    /// Gets or sets the maximum number of bytes that one read or write transfers. The default, and the maximum, is 2 GiB less 4 KiB.
    /// </summary>
    /// <remarks>A larger request transfers fewer bytes than requested. Linux has the same maximum (read(2), write(2)).</remarks>
    public int MaxTransfer { get; set => field = Checked(value, IoVectors.MaxTransfer); } = IoVectors.MaxTransfer;

    /// <summary>Gets or sets the maximum number of subscriptions of one <c>poll_oneoff</c>. The default is 4,096.</summary>
    /// <remarks>Beyond the limit, the call fails with <c>Errno.Nomem</c> (ENOMEM).</remarks>
    public int MaxSubscriptions { get; set => field = Checked(value); } = 4096;

    /// <summary>Gets or sets the maximum number of bytes of one <c>random_get</c>. The default is 64 MiB.</summary>
    /// <remarks>Beyond the limit, the call fails with <c>Errno.Nomem</c> (ENOMEM).</remarks>
    public int MaxRandom { get; set => field = Checked(value); } = DefaultMaxRandom;

    /// <summary>Gets or sets the maximum size of the guest's linear memory in bytes. The default is 1 GiB.</summary>
    /// <remarks>
    /// Beyond the limit, <c>memory.grow</c> returns -1. A run of a module that starts with more fails with <see cref="WasiException"/>.
    /// A shared memory counts with its declared maximum. Objects of WebAssembly's garbage collection have a separate heap with the same
    /// limit. If you create the <c>Store</c> yourself, <see cref="WasiProcess.ConfigureStore"/> applies the limit.
    /// </remarks>
    public long MaxMemory { get; set => field = Checked(value); } = 1 << 30;

    /// <summary>
    /// Gets or sets the maximum size of the linear memories, tables and stacks of all processes of a run together, in bytes. The default is
    /// 3 GiB more than <see cref="MaxMemory"/>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Everything counts with the maximum that it may reach. The first process counts with <see cref="MaxMemory"/>. A process that another
    /// one starts gets up to <see cref="MaxMemory"/>, but no more than half of what is left beyond a quarter of the limit. The quarter is
    /// kept for small processes and for threads: each of <see cref="MaxProcesses"/> and <see cref="MaxThreads"/> can have an equal part.
    /// </para>
    /// <para>
    /// The main thread of each process, each further thread and each context counts with 1 MiB for its stack, and with 8 bytes for each
    /// element that the tables of its instance can have: their declared maximum, or <see cref="MaxTableElements"/> if that is less. A copy
    /// of a process that uses the memory of its parent (<c>vfork</c>) counts with its stack alone until it executes a program.
    /// </para>
    /// <para>
    /// Beyond the limit, calls that start a process or create a context fail with <c>Errno.Nomem</c> (ENOMEM), and calls that start a
    /// thread fail with <c>Errno.Again</c> (EAGAIN). A process that executes a program with larger tables or a larger memory than the limit
    /// allows ends by the signal <c>kill</c>. The first process can always start: a limit below its own memory counts as that memory.
    /// </para>
    /// </remarks>
    public long MaxTotalMemory
    {
        get => _maxTotalMemory ?? (MaxMemory < long.MaxValue - DefaultMemoryOfOthers ? MaxMemory + DefaultMemoryOfOthers : long.MaxValue);
        set => _maxTotalMemory = Checked(value);
    }

    /// <summary>
    /// Gets or sets the maximum size of a program that the guest executes from its file system, in bytes. The default is 256 MiB.
    /// </summary>
    /// <remarks>Beyond the limit, calls that execute it fail with <c>Errno.Nomem</c> (ENOMEM).</remarks>
    public int MaxProgramSize { get; set => field = Checked(value); } = 256 << 20;

    /// <summary>Gets or sets the maximum number of elements of each table of the guest. The default is 1,048,576.</summary>
    /// <remarks>
    /// Beyond the limit, <c>table.grow</c> returns -1. A guest has at most 16 tables.
    /// </remarks>
    public int MaxTableElements { get; set => field = Checked(value); } = 1 << 20;

    /// <summary>
    /// Gets or sets the maximum amount of host memory that is kept for the process at a time, in bytes. The default is 256 MiB.
    /// </summary>
    /// <remarks>
    /// Counts data in sockets and pipes, accept queues, epoll lists, directory snapshots, stack checkpoints, pending name lookups, and
    /// programs that the guest executes from its files.
    /// Beyond the limit, calls fail with <c>Errno.Nomem</c> (ENOMEM) or <c>Errno.Nobufs</c> (ENOBUFS). Files in memory have a quota of
    /// their own (<see cref="WasiQuota"/>), because several processes can share them.
    /// </remarks>
    public long MaxHostMemory { get; set => field = Checked(value); } = 256 << 20;

    /// <summary>
    /// Gets or sets the maximum number of bytes that the guest writes to standard output and standard error together. The default is 1 GiB.
    /// </summary>
    /// <remarks>
    /// It counts bytes that go to a stream, writer or pipe of the embedder; not those to a file or a descriptor of the host, which
    /// <see cref="WasiOutput.ToFile"/> and <see cref="WasiOutput.InheritOutput"/> use, and not those that are discarded. The bytes up to
    /// the limit are passed on. With the first byte beyond it, the guest ends and the call throws <see cref="WasiLimitException"/>.
    /// </remarks>
    public long MaxOutput { get; set => field = Checked(value); } = 1 << 30;

    /// <summary>
    /// Gets or sets the maximum duration of a run, or of one call of a <see cref="WasiInstance"/>. The default, null, sets no limit.
    /// </summary>
    /// <remarks>
    /// Beyond the limit, the guest ends and the call throws <see cref="WasiLimitException"/>, also while the guest computes or waits. The
    /// time includes host functions, but not compilation and waiting for capacity. The maximum is about 49 days. A run with a timeout uses
    /// slower machine code (see <see cref="WasiHost"/>).
    /// </remarks>
    public TimeSpan? Timeout { get; set => field = Checked(value); }

    /// <summary>
    /// Gets or sets the maximum number of instructions of a run, or of one call of a <see cref="WasiInstance"/>, in the engine's unit of
    /// fuel. The default, null, sets no limit.
    /// </summary>
    /// <remarks>
    /// Most instructions cost 1; a bulk operation such as <c>memory.copy</c> is one instruction. Beyond the limit, the guest ends and the
    /// call throws <see cref="WasiLimitException"/>. A guest that always receives the same clock and random bytes ends at the same
    /// instruction each time, unless it starts threads or processes. These share the fuel of the run: a new thread or process gets half of
    /// the fuel that its starter has left, and returns the rest at its end. It requires <see cref="WasiHostOptions.CountsFuel"/>; otherwise
    /// the run throws <see cref="ArgumentException"/>.
    /// </remarks>
    public long? Fuel { get; set => field = value is { } fuel ? Checked(fuel) : null; }

    private static TimeSpan? Checked(TimeSpan? value)
    {
        if (value is { } timeout)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, s_maxTimeout);
        }

        return value;
    }

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
