using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>A thread of a process: one instance of its module, on one thread of the host.</summary>
/// <remarks>The buffers that it returns are reused by the next call, so that system calls do not allocate.</remarks>
internal sealed partial class WasiThread : IDisposable
{
    private const int FewVectors = 16;

    private readonly int _maxVectors;
    private byte[]? _path;
    private byte[]? _newPath;
    private SignalTimers? _signalTimers;
    private int _nesting;
    private ContextGroup? _contexts;
    private ThreadEntry? _entry;
    private PollSubscription[] _subscriptions = [];
    private IoVector[] _vectors = [];

    /// <summary>Creates a thread of a process.</summary>
    /// <param name="process">The process.</param>
    /// <param name="id">The identifier; 0 for the main thread.</param>
    internal WasiThread(WasiProcess process, uint id = 0)
    {
        (Process, Descriptors, Id) = (process, process.Descriptors, id);
        _maxVectors = process.Limits.MaxVectors;
        Signals = new Signals(process.Shutdown, process.SignalActions);
        Waiter = new Waiter(process.Shutdown, process.Clock, Signals);
        Signals.Waiter = Waiter;
    }

    /// <summary>The process that the thread acts for: the one that it belongs to, or a copy without memory (<c>vfork</c>).</summary>
    internal WasiProcess Process { get; private set; }

    /// <summary>The descriptors of <see cref="Process"/>.</summary>
    internal DescriptorTable Descriptors { get; private set; }

    /// <summary>The identifier that the guest sees; 0 for the main thread.</summary>
    internal uint Id { get; }

    /// <summary>The names of the thread and its process in messages; null for the main thread of the first process.</summary>
    internal string? Description => (Process.Id, Id) switch
    {
        (WasiProcess.FirstId, 0) => null,
        (_, 0) => $"Process {Process.Id} '{Process.ProgramName}'",
        _ => $"Thread {Id} of process {Process.Id} '{Process.ProgramName}'",
    };

    /// <summary>The name of the thread of the system that runs the thread. Linux shows its first 15 characters.</summary>
    internal string SystemName => Id == 0
        ? $"WASI {Process.Id} {Process.ProgramName}"
        : $"WASI {Process.Id} {Process.ProgramName}/{Id}";

    internal Signals Signals { get; }

    internal Waiter Waiter { get; }

    internal SignalTimers SignalTimers => _signalTimers ??= new SignalTimers(Signals, Process.Clock.Provider);

    /// <summary>The values of the thread for the keys of <see cref="WasiProcess.ThreadLocals"/>.</summary>
    internal Dictionary<uint, ulong> LocalValues => field ??= [];

    /// <summary>The instance that runs on the thread; null while none runs.</summary>
    internal Guest? Guest { get; set; }

    /// <summary>Takes the fuel that ended threads and processes have returned. Called in a host call of the thread.</summary>
    internal void CollectFuel()
    {
        if (Guest is { } guest)
        {
            Process.Processes.Fuel?.Collect(guest.Store);
        }
    }

    /// <summary>The contexts of the thread. Only the running one may use them.</summary>
    internal ContextGroup Contexts => _contexts ??= new ContextGroup(this);

    /// <summary>True if the context that the thread began with is running.</summary>
    internal bool IsMainContextActive => _contexts?.IsMainActive ?? true;

    /// <summary>The part of the state that belongs to the running context.</summary>
    internal ContextState ContextState
    {
        get => new(Guest, StackCheckpoints, _nesting, Signals.IsHandlerRunning);
        set => (Guest, StackCheckpoints, _nesting, Signals.IsHandlerRunning) = value;
    }

    /// <summary>The shared memory that the instance imports; null if its memory is not shared.</summary>
    internal SharedMemory? Memory { get; set; }

    /// <summary>The number of bytes that the guest has read from files, streams and sockets.</summary>
    internal long BytesRead { get; set; }

    /// <summary>The number of bytes that the guest has written to files, streams and sockets.</summary>
    internal long BytesWritten { get; set; }

    /// <summary>The number of host calls of a thread that has ended, if they are counted.</summary>
    internal long Calls { get; set; }

    /// <summary>The processor time of a thread that has ended, in nanoseconds.</summary>
    internal ulong ProcessorTime { get; set; }

    /// <summary>True while the guest runs inside a call from the host into it, such as a signal handler.</summary>
    internal bool IsNested => _nesting > 0 || Signals.IsHandlerRunning;

    /// <summary>The stack checkpoints of the guest; null if it is not instrumented with Asyncify.</summary>
    internal StackCheckpoints? StackCheckpoints { get; set; }

    /// <summary>
    /// A buffer for a copy of a path. Paths are copied because a guest with shared memory can change them during the call.
    /// </summary>
    internal Span<byte> Path => _path ??= new byte[Process.Limits.MaxPathLength];

    /// <summary>A buffer for the second path of a call.</summary>
    internal Span<byte> NewPath => _newPath ??= new byte[Process.Limits.MaxPathLength];

    /// <summary>
    /// Returns a buffer for <paramref name="count"/> vectors, or for <see cref="WasiLimits.MaxVectors"/> if that is less.
    /// </summary>
    internal Span<IoVector> GetVectors(long count)
    {
        if (count > _vectors.Length)
        {
            _vectors = new IoVector[count <= FewVectors ? FewVectors : Math.Max(FewVectors, _maxVectors)];
        }

        return _vectors.AsSpan(0, (int)Math.Min(count, _maxVectors));
    }

    /// <summary>Returns a buffer for the subscriptions of one poll.</summary>
    internal Span<PollSubscription> GetSubscriptions(int count)
    {
        if (count > _subscriptions.Length)
        {
            _subscriptions = new PollSubscription[count];
        }

        return _subscriptions.AsSpan(0, count);
    }

    /// <summary>Calls the entry of a guest, again after each unwind of its stack, until the guest ends.</summary>
    /// <param name="guest">The guest.</param>
    /// <param name="entry">The function to call, and its arguments.</param>
    /// <param name="point">
    /// The point at which the guest was copied, whose <see cref="StackCheckpoints"/> are set; null if it begins with its entry.
    /// </param>
    internal void Run(Guest guest, ThreadEntry entry, ForkPoint? point = null)
    {
        (Guest, _entry) = (guest, entry);
        if (point is null)
        {
            bool hasStack = Id == 0 || entry.Stack is not null;
            StackCheckpoints = Process.HasWasix && hasStack ? StackCheckpoints.TryCreate(guest, this, entry) : null;
        }

        using IDisposable? scope = ProcessLog.BeginScope(this);
        try
        {
            if (point is not null)
            {
                StackCheckpoints!.Resume(point.Checkpoint, 0);
            }

            while (RunOnce(guest))
            {
            }
        }
        finally
        {
            EndContexts();
            if (_copy is not null)
            {
                // The guest ended without leaving the copy first. If it waited for the start of a program, the copy ends by itself.
                _ = LeaveCopy(_copy.EndsByItself ? null : WasiExitStatus.FromSignal(Signal.Kill));
            }

            StackCheckpoints?.Clear();
            (Guest, StackCheckpoints, _entry) = (null, null, null);
        }
    }

    /// <summary>
    /// Ends the contexts of the thread. Call it on the thread of the host that runs the main context, while its instance exists.
    /// </summary>
    internal void EndContexts() => _contexts?.EndAll();

    /// <summary>Forgets what belonged to the program before, because the process executes another one.</summary>
    internal void Reset()
    {
        Signals.Clear();
        LocalValues.Clear();
    }

    /// <summary>Calls the entry once.</summary>
    /// <returns>True to call it again, because the guest unwound its stack.</returns>
    private bool RunOnce(Guest guest)
    {
        try
        {
            _ = guest.Invoke(_entry!.Export, _entry.CreateArguments(Id));
            return StackCheckpoints?.TryComplete() == true || EndCopy(new WasiExitStatus(0));
        }
        catch (StackRestoreException restore) when (StackCheckpoints is not null)
        {
            StackCheckpoints.Resume(restore.Checkpoint, restore.Value);
            return true;
        }
        catch (WasiExitException exit) when (HasCopyEnded)
        {
            return EndCopy(WasiExitStatus.FromExit(exit));
        }
    }

    /// <summary>Waits until a task of the host has completed. Signals do not interrupt it; the end of the process does.</summary>
    internal void WaitUntilCompleted(Task task)
    {
        bool wereBlocked = Signals.AreBlocked;
        Signals.AreBlocked = true;
        try
        {
            while (!task.IsCompleted)
            {
                _ = Waiter.WaitUntilReady(task);
            }
        }
        finally
        {
            Signals.AreBlocked = wereBlocked;
        }
    }

    /// <summary>Calls a function of the guest's table during a call of the guest.</summary>
    internal GuestValue InvokeNested(ref GuestCall call, string table, ulong index, ReadOnlySpan<GuestValue> arguments)
    {
        _nesting++;
        try
        {
            return call.InvokeIndirect(table, index, arguments);
        }
        finally
        {
            _nesting--;
        }
    }

    public void Dispose()
    {
        _signalTimers?.Dispose();
        Waiter.Dispose();
    }
}
