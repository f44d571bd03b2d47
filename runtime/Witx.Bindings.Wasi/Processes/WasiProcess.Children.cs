using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Threading;
using Witx.Bindings.Wasi.Diagnostics;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi;

/// <content>The processes that the process has started, and its own start by another process.</content>
public sealed partial class WasiProcess
{
    /// <summary>The process ID of the process that the embedder started.</summary>
    internal const uint FirstId = 1;

    private int _joining;
    private IExecutable? _next;

    /// <summary>Creates a copy of a process (<c>fork</c>): it has the same open files, but no thread of it runs yet.</summary>
    private WasiProcess(WasiProcess parent, uint id)
    {
        (_mounts, _bufferedOutputs, _imports) = (parent._mounts, parent._bufferedOutputs, parent._imports);
        (_streams, _trees, _random, _processes) = (parent._streams, parent._trees, parent._random, parent.Processes);
        (Id, Parent, HostTime, _cancellationToken) = (id, parent, parent.HostTime, parent._cancellationToken);
        (Arguments, Environment) = (parent.Arguments, parent.Environment);
        WorkingDirectory = new WorkingDirectory(parent.WorkingDirectory);
        (Limits, Ledger, SyncsDirectories) = (parent.Limits, parent.Ledger, parent.SyncsDirectories);
        ImportsWasix = parent.ImportsWasix;
        (HandlesSignals, Terminal, Clock) = (parent.HandlesSignals, parent.Terminal, parent.Clock);
        (Log, WarningLog, DebugLog, TraceLog) = (parent.Log, parent.WarningLog, parent.DebugLog, parent.TraceLog);
        (ProcessNetwork, MeterFactory, Interceptors) = (parent.ProcessNetwork, parent.MeterFactory, parent.Interceptors);
        (StandardInput, StandardOutput, Launcher) = (parent.StandardInput, parent.StandardOutput, parent.Launcher);
        (Program, ProgramName) = (parent.Program?.AddReference(), parent.ProgramName);
        ThreadLocals = new ThreadLocals(parent.ThreadLocals);
        CanBeInterrupted = true;
        Shutdown = new ProcessShutdown(cancellable: true);
        Descriptors = parent.Descriptors.Clone();
        SignalActions = new SignalActions(parent.SignalActions);
        MainThread = new WasiThread(this);
        Threads = new ThreadGroup(this);
        try
        {
            AddHosts();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Gets the identifier that the guest sees (<c>proc_id</c>); 1 for the process that you started.</summary>
    public long ProcessId => Id;

    /// <summary>Gets the first argument of the process, which by convention is the name of its program; empty if it has none.</summary>
    public string Name =>
        Arguments.Offsets.Length == 0 ? "" : Encoding.UTF8.GetString(Arguments.Bytes[..Arguments.Bytes.IndexOf((byte)0)]);

    /// <summary>
    /// Gets the name of the program that the process runs, with escapes for characters that are not printable: the name of the file that
    /// a guest executed, or <see cref="WasiExecutable.Name"/> for the program that you started.
    /// </summary>
    /// <remarks>
    /// A guest can pass any first argument (<see cref="Name"/>) to a program, but not choose this name. If you created the process
    /// yourself, both are the same.
    /// </remarks>
    public string ProgramName { get => field ?? PrintableText.From(Name); internal set; }

    /// <summary>
    /// Gets the identifier of the process that started this one, or 1 if that has ended; 0 for the process that you started. Can be called
    /// on any thread.
    /// </summary>
    public long ParentProcessId => Parent?.Id ?? 0;

    /// <summary>
    /// Gets the processes that this one has started and that have not ended. Those of a process that has ended belong to the first one. Can
    /// be called on any thread.
    /// </summary>
    public IReadOnlyList<WasiProcess> Children => _processes?.GetChildren(this) ?? [];

    /// <summary>
    /// Gets the trap that ended the process, or null if none did or another process did not start it. It is set before
    /// <see cref="WasiOptions.ProcessExited"/> is called.
    /// </summary>
    public WasiTrapException? Trap { get; internal set; }

    /// <summary>The process ID that the guest sees.</summary>
    internal uint Id { get; } = FirstId;

    /// <summary>The processes of the run.</summary>
    internal ProcessTable Processes => LazyInitializer.EnsureInitialized(ref _processes, () => new ProcessTable(this));

    /// <summary>The process that has started this one, or the first one if that has ended; null for the first one.</summary>
    internal WasiProcess? Parent { get; set; }

    /// <summary>The exit status of the process; null while it runs.</summary>
    internal WasiExitStatus? ExitStatus { get; set; }

    /// <summary>True while a thread of the host runs the process. The process table changes it.</summary>
    internal bool IsRunning { get; set; }

    /// <summary>
    /// True if a thread of the host runs or has run the process, and ends it. Otherwise the thread that copied the process ends it.
    /// </summary>
    internal bool EndsByItself { get; set; }

    /// <summary>True if the embedder knows that the process has started (<see cref="WasiOptions.ProcessStarted"/>).</summary>
    internal bool IsReported { get; set; }

    /// <summary>The program that the process runs; null if it cannot start processes.</summary>
    internal IExecutable? Program { get; set; }

    /// <summary>The maximum size of the guest's linear memory in bytes.</summary>
    internal long MaxMemory { get => field == 0 ? Limits.MaxMemory : field; set; }

    /// <summary>Makes threads that compute check the shutdown and the safepoint; null if the engine cannot interrupt them.</summary>
    internal Action? IncrementEpoch { get; private set; }

    /// <summary>Starts processes; null if this process cannot start any.</summary>
    internal IProcessLauncher? Launcher { get; set; }

    /// <summary>Creates a copy of the process (<c>fork</c>).</summary>
    /// <param name="child">The copy, which other processes cannot see yet; null on failure.</param>
    /// <inheritdoc cref="ProcessTable.TryReserve" path="/returns"/>
    internal Errno Fork(out WasiProcess? child)
    {
        child = null;
        Errno error = Processes.TryReserve(out uint id);
        if (error != Errno.Success)
        {
            return error;
        }

        try
        {
            child = new WasiProcess(this, id);
            return Errno.Success;
        }
        catch
        {
            Processes.CancelReservation(id);
            throw;
        }
    }

    /// <summary>Executes another program in this process (<c>exec</c>): unwinds all its threads, for the main thread to start it.</summary>
    [DoesNotReturn]
    internal void Execute(ProgramStart start)
    {
        if (Interlocked.CompareExchange(ref _next, start.Program, null) is not null)
        {
            // Another thread executes a program, and is about to end the threads.
            start.Program.Dispose();
            SpinWait.SpinUntil(() => Shutdown.HasEnded);
        }
        else
        {
            _ = Shutdown.EndThreads(() => new ProgramReplacedException(start));
        }

        Shutdown.Throw();
    }

    /// <summary>Ends a process that no thread runs any more: closes its descriptors, and tells its parent.</summary>
    internal void End(WasiExitStatus status)
    {
        Dispose();
        Processes.End(this, status);
    }

    /// <summary>Ends all other processes of the run. Called for the first process, when its guest has ended.</summary>
    internal void EndChildren() => _processes?.EndAll();

    /// <summary>Removes a process that could not be started.</summary>
    internal void Abandon()
    {
        Dispose();
        Processes.Remove(this);
    }

    /// <summary>Replaces the program (<c>exec</c>): closes descriptors and forgets what belonged to the program before.</summary>
    internal void Replace(ProgramStart start)
    {
        Program?.Dispose();
        (Program, ProgramName, _next) = (start.Program, start.Program.Name, null);
        (Arguments, Environment, HandlesSignals) = (start.Arguments, start.Environment, start.Program.HandlesSignals);
        (HasWasix, ImportsWasix) = (true, start.Program.ImportsWasix);
        SignalActions.Handler = null;
        Descriptors.Clear(onlyCloseOnExec: true);
        (_futexes, ThreadLocals) = (null, new ThreadLocals());
        MainThread.Reset();
    }

    /// <summary>
    /// Sends a signal to the process. While it waits for a child, its children get the signal instead, as those that run in the foreground
    /// of a terminal.
    /// </summary>
    internal void Send(Signal signal)
    {
        if (signal == Signal.Kill || !TrySendToChildren(signal))
        {
            MainThread.Signals.Raise(signal);
        }
    }

    /// <summary>Sends a signal to the children if the process waits for one of them.</summary>
    private bool TrySendToChildren(Signal signal)
    {
        IReadOnlyList<WasiProcess> children = Volatile.Read(ref _joining) > 0 ? Children : [];
        foreach (WasiProcess child in children)
        {
            child.Send(signal);
        }

        return children.Count > 0;
    }

    /// <summary>Notes that a thread of the process waits for a child.</summary>
    internal void BeginJoin() => Interlocked.Increment(ref _joining);

    /// <summary>Notes that a thread of the process does not wait any more.</summary>
    internal void EndJoin() => Interlocked.Decrement(ref _joining);
}
