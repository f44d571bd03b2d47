using System;
using System.IO;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>The options of a <see cref="WasiHost"/>: its engines, its cache of compiled programs, and its capacity.</summary>
/// <remarks>The constructor of the host reads them; later changes have no effect on it.</remarks>
public sealed class WasiHostOptions
{
    private const long DefaultMaxCacheSize = 1L << 30;
    private const int DefaultMaxInstances = 1024;
    private const int DefaultMaxQueuedGuests = 1024;

    /// <summary>Creates the default options.</summary>
    public WasiHostOptions()
    {
    }

    /// <summary>Creates a copy of options.</summary>
    /// <param name="other">The options to copy.</param>
    public WasiHostOptions(WasiHostOptions other)
    {
        ArgumentNullException.ThrowIfNull(other);
        MaxPooledInstances = other.MaxPooledInstances;
        MaxInstances = other.MaxInstances;
        MaxConcurrentGuests = other.MaxConcurrentGuests;
        MaxQueuedGuests = other.MaxQueuedGuests;
        CountsFuel = other.CountsFuel;
        CacheCompiledPrograms = other.CacheCompiledPrograms;
        CacheDirectory = other.CacheDirectory;
        MaxCacheSize = other.MaxCacheSize;
        TimeProvider = other.TimeProvider;
        Compiling = other.Compiling;
    }

    /// <summary>
    /// Gets or sets the number of guest instances that a pool reserves memory for. The default, 0, maps memory for each instance.
    /// </summary>
    /// <remarks>
    /// Set it for a host that often starts small guests (<see cref="InstancePool.WithInstancePool"/>). A pool is also a maximum: at most
    /// this number of instances are live, and further ones wait, as for <see cref="MaxInstances"/>. A program with a shared memory takes
    /// one more, and one for each thread that it starts.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxPooledInstances
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>
    /// Gets or sets the maximum number of live instances: those of runs, and each <see cref="WasiInstance"/>, also an idle one.
    /// </summary>
    /// <remarks>
    /// The default is 1,024. Beyond the limit, new instances wait in order until another one ends. With a pool, the smaller of this value
    /// and <see cref="MaxPooledInstances"/> is the limit.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public int MaxInstances
    {
        get;
        set => field = Checked(value);
    } = DefaultMaxInstances;

    /// <summary>
    /// Gets or sets the maximum number of guests that asynchronous calls, such as <see cref="WasiProgram.RunAsync"/>, run at the same time.
    /// </summary>
    /// <remarks>
    /// It is the maximum number of threads that the host creates. A guest that waits keeps its thread, so guests that wait for each other
    /// each need one. Further calls wait in order. The default is four for each processor, and at least 16. Synchronous calls run on the
    /// thread of the caller and do not count.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public int MaxConcurrentGuests
    {
        get;
        set => field = Checked(value);
    } = Math.Max(16, 4 * Environment.ProcessorCount);

    /// <summary>
    /// Gets or sets the maximum number of calls that wait in each queue of the host: for a thread, for a live instance, or for the previous
    /// call of the same instance. The default is 1,024.
    /// </summary>
    /// <remarks>Beyond the limit, calls throw <see cref="WasiCapacityException"/> at once.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public int MaxQueuedGuests
    {
        get;
        set => field = Checked(value);
    } = DefaultMaxQueuedGuests;

    /// <summary>
    /// True if guests that can be interrupted count the instructions that they execute, which <see cref="WasiLimits.Fuel"/> and
    /// <see cref="WasiMeasures.Fuel"/> require. The default is false.
    /// </summary>
    /// <remarks>
    /// Counting makes guests that compute 0 to 18 percent slower, in addition to the price of interruption (see <see cref="WasiHost"/>).
    /// Guests that cannot be interrupted do not count and are not affected.
    /// </remarks>
    public bool CountsFuel { get; set; }

    /// <summary>True if compiled programs are cached on the disk, in the user's cache directory. The default is false.</summary>
    /// <remarks>
    /// <para>
    /// The directory is <c>witx-bindings</c> in <c>$XDG_CACHE_HOME</c> or <c>~/.cache</c> (Linux), <c>~/Library/Caches</c> (macOS) or
    /// <c>%LOCALAPPDATA%</c> (Windows). An entry is found by the program's content, the engine's version and its settings, and is
    /// mapped into memory. If the directory cannot be created, or another user can write to it, programs are compiled each time.
    /// </para>
    /// <para><see cref="CacheDirectory"/> selects another directory and implies this property.</para>
    /// </remarks>
    public bool CacheCompiledPrograms { get; set; }

    /// <summary>
    /// Gets or sets the directory in which compiled programs are cached, or null, the default, to use <see cref="CacheCompiledPrograms"/>.
    /// </summary>
    /// <remarks>
    /// A missing directory is created with access for the current user only. Its files contain machine code. On Unix, compiling throws
    /// <see cref="UnauthorizedAccessException"/> unless the effective user owns the directory and no other user can write to it or
    /// replace a directory above it. Cache files that another user owns or can write to are ignored. On Windows, permissions are not
    /// checked: make sure that only trusted users can write to the directory. If it cannot be opened, compiling throws
    /// <see cref="IOException"/>.
    /// </remarks>
    public string? CacheDirectory { get; set; }

    /// <summary>Gets or sets the maximum size of the cache of compiled programs in bytes. The default is 1 GiB.</summary>
    /// <remarks>
    /// After an entry is added, the least recently used entries are deleted until the rest fits. The new entry is kept in any case.
    /// </remarks>
    public long MaxCacheSize { get; set; } = DefaultMaxCacheSize;

    /// <summary>
    /// Gets or sets the clock of <see cref="WasiLimits.Timeout"/> and <see cref="WasiResult.Elapsed"/>. The default is
    /// <see cref="TimeProvider.System"/>.
    /// </summary>
    /// <remarks>It is not the clock that guests see (<see cref="WasiOptions.TimeProvider"/>). Replace it in tests.</remarks>
    public TimeProvider TimeProvider
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = TimeProvider.System;

    /// <summary>For tests: a callback on the compiling thread, with the name of the program that is about to be compiled.</summary>
    internal Action<string>? Compiling { get; set; }

    private static int Checked(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        return value;
    }
}
