using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.Extensions.Logging;
using Wasmtime;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Diagnostics;
using Witx.Bindings.Wasi.Networking;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Devices;
using Witx.Bindings.Wasi.Vfs.Mounts;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>A WASI process: the arguments, descriptors, network and state of one run of one guest.</summary>
/// <remarks>
/// <see cref="WasiHost"/> creates a process for each run (<see cref="WasiOptions.Started"/>). Create one yourself to combine WASI with host
/// functions of your own: add it to the imports with <see cref="WasiImports.AddWasi"/>, and call <see cref="Run(Guest)"/>. Dispose it
/// after the run.
/// </remarks>
public sealed partial class WasiProcess : IDisposable, IDeviceBackend
{
    private readonly List<Mount> _mounts = [];
    private readonly List<OpenFileDescription> _bufferedOutputs = [];
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _cancellationRegistration;
    private readonly Random? _random;
    private MountTrees? _trees;

    /// <summary>Creates a process: opens its streams, directories and other descriptors. The guest does not run yet.</summary>
    /// <param name="options">The options of the process. They are read now; later changes have no effect.</param>
    /// <exception cref="ArgumentException">
    /// An argument, environment variable or guest path contains NUL, the name of an environment variable is empty or contains <c>=</c>,
    /// or a guest path is empty or not valid.
    /// </exception>
    /// <exception cref="IOException">A directory or output file cannot be opened, or the descriptor limit is too small.</exception>
    public WasiProcess(WasiOptions options)
        : this(options, hasRoot: false, handlesSignals: false)
    {
    }

    internal WasiProcess(WasiOptions options, bool hasRoot, bool handlesSignals)
    {
        ArgumentNullException.ThrowIfNull(options);
        HostPlatform.EnsureSupported();
        Arguments = new NulTerminatedStrings(options.Arguments, nameof(options));
        Environment = new NulTerminatedStrings(
            options.Environment.Select(static variable => ToVariable(variable, nameof(options))), nameof(options));
        Limits = options.Limits;
        Ledger = new ResourceLedger(options.Limits.MaxHostMemory);
        SyncsDirectories = options.SyncDirectories;
        HandlesSignals = handlesSignals || options.HandlesSignals;
        Terminal = options.Terminal?.Open();
        Clock = new WasiClock(options.TimeProvider);
        Shutdown = new ProcessShutdown(options.CancellationToken.CanBeCanceled);
        Descriptors = new DescriptorTable(options.Limits.MaxDescriptors);
        Log = options.LoggerFactory.CreateLogger("Witx.Bindings.Wasi");
        DebugLog = Log.IsEnabled(LogLevel.Debug) ? Log : null;
        TraceLog = Log.IsEnabled(LogLevel.Trace) ? Log : null;
        ProcessNetwork = options.Network.Open(Log.IsEnabled(LogLevel.Warning) ? new BoundedLog(Log, options.TimeProvider) : Log);
        _random = options.Random;
        _cancellationToken = options.CancellationToken;
        MainThread = new WasiThread(this);
        try
        {
            Open(options, hasRoot || options.PreopenRoot);
        }
        catch
        {
            Dispose();
            throw;
        }

        _cancellationRegistration = options.CancellationToken.UnsafeRegister(
            static (process, token) => ((WasiProcess)process!).Shutdown.Cancel(token), this);
    }

    /// <summary>The process ID that the guest sees.</summary>
    internal uint Id { get; } = 1;

    internal NulTerminatedStrings Arguments { get; }

    internal NulTerminatedStrings Environment { get; }

    internal WasiLimits Limits { get; }

    /// <summary>The account of host memory that is kept for the process (<see cref="WasiLimits.MaxHostMemory"/>).</summary>
    internal ResourceLedger Ledger { get; }

    internal bool SyncsDirectories { get; }

    /// <summary>True if the guest's signal handler runs when system calls return.</summary>
    internal bool HandlesSignals { get; }

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

    internal ILogger Log { get; }

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
    internal bool HasBufferedOutput => _bufferedOutputs.Count > 0;

    /// <summary>The directory that absolute paths start from; null if the process has none.</summary>
    internal MountTreeDirectory? Root => _trees?.Root;

    /// <summary>The absolute path of the current directory.</summary>
    internal byte[] CurrentDirectory { get; private set; } = [(byte)'/'];

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

    /// <summary>Runs a guest on the calling thread: calls its export <c>_start</c>, and returns when the guest ends.</summary>
    /// <param name="guest">A guest whose imports contain this process (<see cref="WasiImports.AddWasi"/>).</param>
    /// <returns>The exit code that the guest passed to <c>proc_exit</c>; 0 if it returned from <c>_start</c>.</returns>
    /// <exception cref="OperationCanceledException"><see cref="WasiOptions.CancellationToken"/> was cancelled.</exception>
    /// <exception cref="WitxTrapException">A host function trapped.</exception>
    /// <remarks>Other exceptions, such as the engine's <see cref="TrapException"/>, are rethrown unchanged.</remarks>
    public int Run(Guest guest)
    {
        ArgumentNullException.ThrowIfNull(guest);
        return Run(() => MainThread.Run(guest));
    }

    /// <summary>
    /// Runs an instance that a Wasmtime .NET <see cref="Linker"/> created (<see cref="HostImports.Define(Linker, Module)"/>).
    /// </summary>
    /// <param name="instance">An instance whose imports contain this process, and that exports <c>_start</c>.</param>
    /// <returns>The exit code that the guest passed to <c>proc_exit</c>; 0 if it returned from <c>_start</c>.</returns>
    /// <exception cref="ArgumentException">The instance exports no function <c>_start</c>.</exception>
    /// <exception cref="OperationCanceledException"><see cref="WasiOptions.CancellationToken"/> was cancelled.</exception>
    /// <exception cref="WitxTrapException">A host function trapped.</exception>
    /// <remarks>
    /// Calls <c>_start</c> on the calling thread. Other exceptions, such as the engine's <see cref="TrapException"/>, are rethrown
    /// unchanged. Set <see cref="WasiOptions.HandlesSignals"/> for a guest that handles signals. A linker of Wasmtime .NET cannot
    /// provide a shared memory; use <see cref="HostImports.Instantiate"/> for guests that import one.
    /// </remarks>
    public int Run(Instance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        if (instance.GetAction("_start") is null)
        {
            throw new ArgumentException("The instance exports no function '_start'. Only commands can be run.", nameof(instance));
        }

        using Guest guest = Guest.FromInstance(instance);
        return Run(guest);
    }

    /// <summary>Removes a mount from the running guest. Can be called on any thread.</summary>
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
        Descriptors.Revoke(mount);
        return true;
    }

    /// <summary>Sends a signal to the guest's signal handler (<c>callback_signal</c>). Can be called on any thread.</summary>
    /// <param name="signal">The signal to send.</param>
    /// <returns>
    /// True if the signal is now pending. False, without any effect, if the guest has no handler, the same signal is already pending,
    /// or the signal is <c>Signal.Kill</c> or <c>Signal.None</c>.
    /// </returns>
    /// <remarks>The handler runs when the guest's current or next system call returns. A wait in that call is interrupted.</remarks>
    public bool TryRaise(Signal signal) => MainThread.Signals.TryRaise(signal);

    /// <summary>Ends the process: waiting threads leave the guest, output is flushed, and all descriptors are closed.</summary>
    /// <remarks>
    /// Never throws. A failure, such as an exception of an output stream, is logged as a warning, and the other steps still run.
    /// </remarks>
    public void Dispose()
    {
        _cancellationRegistration.Dispose();
        RunCleanupStep(this, static process => process.Shutdown.Exit(0));
        RunCleanupStep(this, static process => process.FlushAtEnd());
        foreach (OpenFileDescription file in Descriptors.TakeAll())
        {
            RunCleanupStep(file, static file => file.Release());
        }

        RunCleanupStep(this, static process => process.MainThread.Dispose());
        RunCleanupStep(this, static process => process.Terminal?.Restore());
        RunCleanupStep(this, static process => process._trees?.Release());
        foreach (Mount mount in _mounts)
        {
            RunCleanupStep(mount, static mount => mount.Directory.Close());
        }

        _mounts.Clear();
    }

    internal Errno ChangeDirectory(ReadOnlySpan<byte> path)
    {
        if (Root is null)
        {
            return Errno.Noent;
        }

        Errno error = WorkingDirectory.Change(Root, CurrentDirectory, path, out byte[] next);
        CurrentDirectory = error == Errno.Success ? next : CurrentDirectory;
        return error;
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

    /// <summary>Runs one step of the cleanup. Logs an exception, so that the other steps still run.</summary>
    private void RunCleanupStep<T>(T subject, Action<T> step)
    {
        try
        {
            step(subject);
        }
        catch (Exception exception)
        {
            ProcessLog.CleanupStepFailed(Log, exception);
        }
    }

    private int Run(Action start)
    {
        try
        {
            start();
            Shutdown.Exit(0);
            return 0;
        }
        catch (WasiExitException exit)
        {
            return unchecked((int)exit.ExitCode);
        }
    }
}
