using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.Extensions.Logging;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Diagnostics;
using Witx.Bindings.Wasi.Networking;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Devices;
using Witx.Bindings.Wasi.Vfs.Mounts;
using Witx.Bindings.Wasi.Vfs.Special;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>A WASI process: the arguments, descriptors, network and state of one run of one guest.</summary>
/// <remarks>
/// <para>
/// <see cref="WasiProgram"/> creates a process for each run (<see cref="WasiOptions.Started"/>). Its public methods can be called on any
/// thread, except <c>Run</c>, <see cref="ConfigureStore"/> and <see cref="Dispose"/>.
/// </para>
/// <para>
/// Create a process yourself only if you need an engine or a store of your own. Nothing in the options is ignored: a setting that the
/// engine cannot honour causes an exception. Only <see cref="WasiOptions.Started"/> has no effect, because it passes on the process.
/// </para>
/// </remarks>
/// <example>
/// <code><![CDATA[
/// using WasiProcess process = new(options, cancellationToken);
/// using Store store = new(engine);
/// process.ConfigureStore(engine, store);                                  // memory and table limits, deadlines, fuel
/// using Guest guest = new HostImports().AddWasi(process).Instantiate(store, module);
/// int exitCode = process.Run(guest);
/// ]]></code>
/// </example>
public sealed partial class WasiProcess : IDisposable, IDeviceBackend
{
    private readonly List<Mount> _mounts;
    private readonly ImmutableArray<WasiImport> _imports;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _cancellationRegistration;
    private readonly CancellationTokenSource? _interruption;
    private readonly StandardStreamContext _streams;
    private readonly ProcessHosts _hosts = new();
    private Store? _configuredStore;
    private readonly Random? _random;
    private List<OpenFileDescription>? _bufferedOutputs;
    private FutexTable? _futexes;
    private ThreadLocals? _threadLocals;
    private ProcessTable? _processes;
    private MountTrees? _trees;

    /// <summary>Creates a process: opens its streams, directories and other descriptors. The guest does not run yet.</summary>
    /// <param name="options">The options of the process. They are read now; later changes have no effect.</param>
    /// <param name="cancellationToken">
    /// Ends the guest, also while it waits. If the token can be cancelled, <see cref="ConfigureStore"/> requires an engine that can
    /// interrupt a guest that computes.
    /// </param>
    /// <exception cref="ArgumentException">
    /// An argument, environment variable or guest path contains NUL, the name of an environment variable is empty or contains <c>=</c>,
    /// or a guest path is empty or not valid.
    /// </exception>
    /// <exception cref="IOException">
    /// A directory or output file cannot be opened, <see cref="WasiOptions.WorkingDirectory"/> does not exist, or the descriptor limit is
    /// too small.
    /// </exception>
    /// <remarks>An exception of a factory in <see cref="WasiOptions.Imports"/> is rethrown unchanged.</remarks>
    public WasiProcess(WasiOptions options, CancellationToken cancellationToken = default)
        : this(options, hasRoot: false, handlesSignals: false, cancellationToken: cancellationToken)
    {
    }

    /// <param name="options">The options.</param>
    /// <param name="hasRoot">True if the program imports WASIX, so that it needs a root directory.</param>
    /// <param name="handlesSignals">True if the program handles signals.</param>
    /// <param name="hasCalls">True if single calls of the guest can be interrupted (<see cref="CallInterruption"/>).</param>
    /// <param name="usesRootOnly">True to preopen no directory but the root.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    internal WasiProcess(
        WasiOptions options,
        bool hasRoot,
        bool handlesSignals,
        bool hasCalls = false,
        bool usesRootOnly = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        HostPlatform.EnsureSupported();
        (_mounts, _imports) = ([], [.. options.Imports]);
        Arguments = new NulTerminatedStrings(options.Arguments, nameof(options));
        Environment = new NulTerminatedStrings(
            options.Environment.Count == 0
                ? []
                : options.Environment.Select(static variable => ToVariable(variable, nameof(options))),
            nameof(options));
        Limits = new WasiLimits(options.Limits);
        Ledger = new ResourceLedger(Limits.MaxHostMemory);
        SyncsDirectories = options.SyncDirectories;
        ImportsWasix = hasRoot;
        HandlesSignals = handlesSignals || options.HandlesSignals;
        Terminal = options.Terminal?.Open();
        Clock = new WasiClock(options.TimeProvider);
        CanBeInterrupted = hasCalls || Limits.Timeout is not null || cancellationToken.CanBeCanceled;
        Shutdown = new ProcessShutdown(CanBeInterrupted);
        Descriptors = new DescriptorTable(Limits.MaxDescriptors);
        Log = options.LoggerFactory.CreateLogger("Witx.Bindings.Wasi");
        DebugLog = Log.IsEnabled(LogLevel.Debug) ? Log : null;
        TraceLog = Log.IsEnabled(LogLevel.Trace) ? Log : null;
        WarningLog = Log.IsEnabled(LogLevel.Warning) ? new BoundedLog(Log, options.TimeProvider) : Log;
        ProcessNetwork = options.Network.Open(WarningLog);
        _random = options.Random;
        (MeterFactory, Interceptors) = (options.MeterFactory, [.. options.Interceptors]);
        if (hasCalls || Limits.Timeout is not null)
        {
            _interruption = new CancellationTokenSource();
        }

        _cancellationToken = _interruption?.Token ?? cancellationToken;
        _streams = new StandardStreamContext(Shutdown, Limits.MaxOutput, _cancellationToken)
        {
            Failed = failure => ProcessLog.StreamFailed(Log, failure.Name, failure.Exception),
        };
        SignalActions = new SignalActions();
        MainThread = new WasiThread(this);
        Threads = new ThreadGroup(this);
        try
        {
            Open(options, hasRoot || options.PreopenRoot, usesRootOnly, WarningLog);
            WorkingDirectory = new WorkingDirectory(Root);
            WorkingDirectory.Enter(options.WorkingDirectory);
            AddHosts();
        }
        catch
        {
            Dispose();
            throw;
        }

        _cancellationRegistration = cancellationToken.UnsafeRegister(
            static (process, token) => ((WasiProcess)process!).Interrupt(() => new OperationCanceledException(token)), this);
    }

    internal NulTerminatedStrings Arguments { get; private set; }

    internal NulTerminatedStrings Environment { get; private set; }

    internal WasiLimits Limits { get; }

    /// <summary>The hosts beside WASI, with the module names that replace their own.</summary>
    internal IReadOnlyList<(IHostModule Host, string? Module)> Hosts => _hosts.All;

    /// <summary>The interceptors of the options.</summary>
    internal ImmutableArray<HostInterceptor> Interceptors { get; }

    /// <summary>The meter factory of the options.</summary>
    internal IMeterFactory? MeterFactory { get; }

    /// <summary>True if a token or a timeout can end the guest while it computes.</summary>
    internal bool CanBeInterrupted { get; }

    /// <summary>The clock of timeouts. The guest's own clock may be controlled by the embedder.</summary>
    internal TimeProvider HostTime { get; init; } = TimeProvider.System;

    /// <summary>The account of host memory that is kept for the process (<see cref="WasiLimits.MaxHostMemory"/>).</summary>
    internal ResourceLedger Ledger { get; }

    internal bool SyncsDirectories { get; }

    /// <summary>True if the guest's signal handler runs when system calls return.</summary>
    internal bool HandlesSignals { get; private set; }

    /// <summary>False if the guest is known to import nothing from WASIX.</summary>
    internal bool HasWasix { get; set; } = true;

    /// <summary>True if the program imports WASIX.</summary>
    internal bool ImportsWasix { get; private set; }

    internal WasiTerminal? Terminal { get; }

    internal WasiClock Clock { get; }

    internal ProcessShutdown Shutdown { get; }

    internal DescriptorTable Descriptors { get; }

    /// <summary>The network that the process uses now.</summary>
    internal Network Network => ProcessNetwork.Current;

    /// <summary>Switches between the configured network and the networks that the guest joins.</summary>
    internal ProcessNetwork ProcessNetwork { get; }

    /// <summary>The thread that runs the guest's <c>_start</c>.</summary>
    internal WasiThread MainThread { get; }

    /// <summary>The actions of the process on signals.</summary>
    internal SignalActions SignalActions { get; }

    /// <summary>The threads that the guest has started.</summary>
    internal ThreadGroup Threads { get; }

    /// <summary>The keys of thread-local storage on the host.</summary>
    internal ThreadLocals ThreadLocals
    {
        get => LazyInitializer.EnsureInitialized(ref _threadLocals, static () => new ThreadLocals());
        private set => _threadLocals = value;
    }

    /// <summary>The threads that wait at words of the guest's memory.</summary>
    internal FutexTable Futexes => LazyInitializer.EnsureInitialized(ref _futexes);

    internal ILogger Log { get; }

    /// <summary>The log of warnings that a guest can cause again and again, at a limited rate.</summary>
    internal ILogger WarningLog { get; }

    /// <summary>The log, or null if the debug level was disabled at the start, so that a call costs one comparison.</summary>
    internal ILogger? DebugLog { get; }

    /// <summary>The log, or null if the trace level was disabled at the start.</summary>
    internal ILogger? TraceLog { get; }

    /// <summary>The open file description of the initial descriptor 0, even if the guest has replaced or closed it.</summary>
    internal OpenFileDescription? StandardInput { get; private set; }

    /// <summary>The open file description of the initial descriptor 1, even if the guest has replaced or closed it.</summary>
    internal OpenFileDescription? StandardOutput { get; private set; }

    bool IDeviceBackend.HasTerminal => Terminal is not null;

    OpenFileDescription? IDeviceBackend.StandardInput => StandardInput;

    OpenFileDescription? IDeviceBackend.StandardOutput => StandardOutput;

    /// <summary>True if standard output or standard error is buffered, so <see cref="FlushOutput"/> must be called.</summary>
    [MemberNotNullWhen(true, nameof(_bufferedOutputs))]
    internal bool HasBufferedOutput => _bufferedOutputs is not null;

    /// <summary>The directory that absolute paths start from; null if the process has none.</summary>
    internal MountTreeDirectory? Root => _trees?.Root;

    /// <summary>The current directory.</summary>
    internal WorkingDirectory WorkingDirectory { get; private set; } = null!;

    /// <summary>
    /// Gets the first failure of each standard stream so far, in the order of the descriptors. Can be called on any thread, also after the
    /// process was disposed.
    /// </summary>
    /// <remarks>A failure of a stream does not end the guest: its call fails with <c>Errno.Io</c> (EIO).</remarks>
    public IReadOnlyList<WasiStreamFailure> StreamFailures => _streams.Failures;

    /// <summary>Gets the cached attributes of a file that the guest has open, such as its type and size.</summary>
    /// <param name="descriptor">The guest's file descriptor.</param>
    /// <param name="stat">The attributes, or default values if the method returns false.</param>
    /// <returns>True if the descriptor is open.</returns>
    /// <remarks>
    /// The attributes were read when the file was opened, or when they were first needed. The size follows the guest's writes through this
    /// descriptor. Changes by others are not visible before the guest synchronises the file.
    /// </remarks>
    public bool TryGetFileStat(Fd descriptor, out Filestat stat)
    {
        bool found = Descriptors.TryGet(descriptor, out Descriptor? open);
        stat = open?.File.Inode.FileStat ?? default;
        return found;
    }

    /// <summary>Removes a mount from the running guest and all its processes. Can be called on any thread.</summary>
    /// <param name="guestPath">The <see cref="WasiMount.GuestPath"/> of the mount, exactly as it was configured.</param>
    /// <returns>True if the mount was removed; false if there is no such mount, or it was removed before.</returns>
    /// <remarks>
    /// Paths no longer reach the mount. Most calls on descriptors that are open below it fail with <c>Errno.Stale</c> (ESTALE). A call
    /// that is in progress may still succeed.
    /// </remarks>
    public bool RevokeMount(string guestPath)
    {
        ArgumentNullException.ThrowIfNull(guestPath);
        byte[] path = Encoding.UTF8.GetBytes(guestPath);
        Mount? mount = _mounts.Find(mount => !mount.IsRevoked && mount.GuestPath.AsSpan().SequenceEqual(path));
        if (mount is null)
        {
            return false;
        }

        mount.Revoke();
        _trees!.Release(mount);
        foreach (WasiProcess process in Processes.GetAll())
        {
            process.Descriptors.Revoke(mount);
        }

        return true;
    }

    /// <summary>
    /// Sends a signal to the guest's signal handler (<c>callback_signal</c>), or to the processes that the guest waits for. Can be called
    /// on any thread.
    /// </summary>
    /// <param name="signal">The signal to send.</param>
    /// <returns>
    /// True if the signal is now pending or was sent to other processes. False, without any effect, if the guest has no handler, the same
    /// signal is already pending, or the signal is <c>Signal.Kill</c> or <c>Signal.None</c>.
    /// </returns>
    /// <remarks>
    /// <para>The handler runs when the guest's current or next system call returns. A wait in that call is interrupted.</para>
    /// <para>
    /// While the process waits for a child (<c>proc_join</c>), its children get the signal instead, as the program in the foreground of a
    /// terminal does. A child without a handler ends, unless it ignores the signal.
    /// </para>
    /// </remarks>
    public bool TryRaise(Signal signal) =>
        signal is not (Signal.Kill or Signal.None) && (TrySendToChildren(signal) || MainThread.Signals.TryRaise(signal));

    private void AddHosts()
    {
        foreach (WasiImport import in _imports)
        {
            _hosts.Add(import, this);
        }
    }

    Errno IDeviceBackend.FillRandom(Span<byte> buffer) => FillRandom(buffer);

    internal Errno FillRandom(Span<byte> buffer)
    {
        if (_random is null)
        {
            return Randomness.Fill(buffer);
        }

        lock (_random)
        {
            _random.NextBytes(buffer);
        }

        return Errno.Success;
    }
}
