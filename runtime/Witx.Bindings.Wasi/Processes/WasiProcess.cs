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

/// <summary>One run of a guest: what it was given, what it has open, and how it ends.</summary>
public sealed partial class WasiProcess : IDisposable, IDeviceBackend
{
    private readonly List<Mount> _mounts = [];
    private MountTrees? _trees;
    private readonly List<OpenFileDescription> _buffered = [];
    private readonly CancellationToken _token;
    private readonly CancellationTokenRegistration _cancellation;
    private readonly Random? _random;

    /// <summary>Starts a process, without a thread yet.</summary>
    /// <param name="options">What it starts with. Later changes to them do not reach it.</param>
    /// <exception cref="ArgumentException">An argument, a variable or a mount's path holds a NUL, a variable has no sound name, or a mount no path.</exception>
    /// <exception cref="IOException">A directory cannot be opened.</exception>
    public WasiProcess(WasiOptions options)
        : this(options, hasRoot: false, handlesSignals: false)
    {
    }

    internal WasiProcess(WasiOptions options, bool hasRoot, bool handlesSignals)
    {
        ArgumentNullException.ThrowIfNull(options);
        HostPlatform.EnsureSupported();
        Arguments = new NulTerminatedStrings(options.Arguments, nameof(options));
        Environment = new NulTerminatedStrings(options.Environment.Select(static variable => Variable(variable, nameof(options))), nameof(options));
        Limits = options.Limits;
        Ledger = new ResourceLedger(options.Limits.MaxHostMemory);
        SyncsDirectories = options.SyncDirectories;
        HandlesSignals = handlesSignals || options.HandlesSignals;
        Terminal = options.Terminal?.Open();
        Clock = new WasiClock(options.TimeProvider);
        Shutdown = new ProcessShutdown(options.CancellationToken.CanBeCanceled);
        Descriptors = new DescriptorTable(options.Limits.MaxDescriptors);
        Log = options.LoggerFactory.CreateLogger("Witx.Bindings.Wasi");
        (LogsDebug, LogsTrace) = (Log.IsEnabled(LogLevel.Debug), Log.IsEnabled(LogLevel.Trace));
        ProcessNetwork = options.Network.Open(Log.IsEnabled(LogLevel.Warning) ? new BoundedLog(Log, options.TimeProvider) : Log);
        _random = options.Random;
        _token = options.CancellationToken;
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

        _cancellation = options.CancellationToken.UnsafeRegister(
            static (process, token) => ((WasiProcess)process!).Shutdown.Cancel(token), this);
    }

    /// <summary>The number by which guests know the process.</summary>
    internal uint Id { get; } = 1;

    internal NulTerminatedStrings Arguments { get; }

    internal NulTerminatedStrings Environment { get; }

    internal WasiLimits Limits { get; }

    /// <summary>The account of the memory that the host keeps for the process.</summary>
    internal ResourceLedger Ledger { get; }

    internal bool SyncsDirectories { get; }

    /// <summary>Whether the guest's handler of signals runs when calls return.</summary>
    internal bool HandlesSignals { get; }

    internal WasiTerminal? Terminal { get; }

    internal WasiClock Clock { get; }

    internal ProcessShutdown Shutdown { get; }

    internal DescriptorTable Descriptors { get; }

    /// <summary>The network that it is on at the time.</summary>
    internal Network Network => ProcessNetwork.Current;

    /// <summary>Between the network that it was given and those that it joins.</summary>
    internal ProcessNetwork ProcessNetwork { get; }

    /// <summary>The thread that the guest starts in.</summary>
    internal WasiThread MainThread { get; }

    internal ILogger Log { get; }

    // Asked once: a logger that takes no debug messages is then a mere branch in each call.
    internal bool LogsDebug { get; }

    internal bool LogsTrace { get; }

    /// <summary>The open file that descriptor 0 started with, whatever the descriptor refers to now.</summary>
    internal OpenFileDescription? StandardInput { get; private set; }

    /// <summary>The open file that descriptor 1 started with, whatever the descriptor refers to now.</summary>
    internal OpenFileDescription? StandardOutput { get; private set; }

    bool IDeviceBackend.HasTerminal => Terminal is not null;

    OpenFileDescription? IDeviceBackend.StandardInput => StandardInput;

    OpenFileDescription? IDeviceBackend.StandardOutput => StandardOutput;

    /// <summary>Whether <see cref="FlushOutput"/> has anything to do.</summary>
    internal bool HasBufferedOutput => _buffered.Count > 0;

    /// <summary>Where absolute paths start.</summary>
    internal MountTreeDirectory? Root => _trees?.Root;

    /// <summary>The absolute path of the current directory.</summary>
    internal byte[] CurrentDirectory { get; private set; } = [(byte)'/'];

    /// <summary>
    /// The attributes of an open file as the host last knew them: as they were when it was opened or, where the guest did not depend on them, when
    /// they were first asked for, with the size kept up with what the guest writes through it. When something else has changed the file they
    /// are stale until the guest synchronises it.
    /// </summary>
    /// <param name="descriptor">The guest's descriptor.</param>
    /// <param name="stat">The attributes.</param>
    /// <returns>Whether the descriptor is open.</returns>
    public bool TryGetFileStat(Fd descriptor, out Filestat stat)
    {
        bool found = Descriptors.TryGet(descriptor, out Descriptor? open);
        stat = open?.File.Inode.FileStat ?? default;
        return found;
    }

    /// <summary>Runs a guest that was given this process, from its <c>_start</c> to its end.</summary>
    /// <param name="guest">An instance of a command.</param>
    /// <returns>The code that it exited with; 0 when it just came to its end.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="WitxTrapException">A host function made it trap.</exception>
    /// <remarks>Whatever else ends a guest, such as an engine's trap, comes out as it is.</remarks>
    public int Run(Guest guest)
    {
        ArgumentNullException.ThrowIfNull(guest);
        return Run(() => MainThread.Run(guest));
    }

    /// <summary>Runs an instance that a linker made with this process's functions (<see cref="HostImports.Define(Linker, Module)"/>), from its <c>_start</c> to its end.</summary>
    /// <param name="instance">An instance of a command.</param>
    /// <returns>The code that it exited with; 0 when it just came to its end.</returns>
    /// <exception cref="ArgumentException">It exports no <c>_start</c>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="WitxTrapException">A host function made it trap.</exception>
    /// <remarks>
    /// Whatever else ends a guest, such as an engine's trap, comes out as it is. A guest of WASIX handles signals if
    /// <see cref="WasiOptions.HandlesSignals"/> says so. A memory that it would share with threads Wasmtime .NET's linkers cannot offer:
    /// <see cref="HostImports.Instantiate"/> can.
    /// </remarks>
    public int Run(Instance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        if (instance.GetAction("_start") is null)
        {
            throw new ArgumentException("the instance exports no _start", nameof(instance));
        }

        using Guest guest = Guest.FromInstance(instance);
        return Run(guest);
    }

    /// <summary>
    /// Takes a mount away from the guest while it runs, from any thread. What the guest has open below it loses its file: most calls on it
    /// are <c>stale</c>, and no path leads there any more. A call that is on its way there may still succeed.
    /// </summary>
    /// <param name="guestPath">The path that the mount was given.</param>
    /// <returns>Whether there was such a mount; not a second time.</returns>
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

    /// <summary>Sends a signal to a guest that handles signals, from any thread.</summary>
    /// <param name="signal">The signal.</param>
    /// <returns>
    /// True if the guest's handler is going to run. False if the guest has not named a handler, or has not yet taken the last signal of the
    /// same number; nothing happens then.
    /// </returns>
    public bool TryRaise(Signal signal) => MainThread.Signals.TryRaise(signal);

    /// <summary>Ends the process: threads that wait leave the guest, output is flushed, and descriptors are closed.</summary>
    /// <remarks>Never throws. A failure, such as that of an embedder's stream, is logged as a warning and does not keep the rest open.</remarks>
    public void Dispose()
    {
        _cancellation.Dispose();
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

    /// <summary>Takes one step of the end, whatever became of the steps before it.</summary>
    private void RunCleanupStep<T>(T subject, Action<T> step)
    {
        try
        {
            step(subject);
        }
        catch (Exception exception)
        {
            ProcessLog.EndFailed(Log, exception);
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
