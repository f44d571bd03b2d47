using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>A thread of a process: one instance of its module, on one thread of the host.</summary>
/// <remarks>The buffers that it returns are reused by the next call, so that system calls do not allocate.</remarks>
internal sealed class WasiThread : IDisposable
{
    private const int FewVectors = 16;

    private readonly int _maxVectors;
    private byte[]? _path;
    private byte[]? _newPath;
    private SignalTimers? _signalTimers;
    private int _nesting;
    private ContextGroup? _contexts;
    private PollSubscription[] _subscriptions = [];
    private IoVector[] _vectors = [];

    /// <summary>Creates a thread of a process.</summary>
    /// <param name="process">The process.</param>
    /// <param name="id">The identifier; 0 for the main thread.</param>
    internal WasiThread(WasiProcess process, uint id = 0)
    {
        (Process, Id) = (process, id);
        _maxVectors = process.Limits.MaxVectors;
        Signals = new Signals(process.Shutdown);
        Waiter = new Waiter(process.Shutdown, process.Clock, Signals);
        Signals.Waiter = Waiter;
    }

    internal WasiProcess Process { get; }

    /// <summary>The identifier that the guest sees; 0 for the main thread.</summary>
    internal uint Id { get; }

    internal Signals Signals { get; }

    internal Waiter Waiter { get; }

    internal SignalTimers SignalTimers => _signalTimers ??= new SignalTimers(Signals, Process.Clock.Provider);

    internal ThreadLocals Locals => field ??= new();

    /// <summary>The instance that runs on the thread; null while none runs.</summary>
    internal Guest? Guest { get; set; }

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

    /// <summary>Calls a guest's <c>_start</c>, again after each unwind for a checkpoint, until the guest ends.</summary>
    internal void Run(Guest guest)
    {
        Guest = guest;
        StackCheckpoints = Process.HasWasix ? StackCheckpoints.TryCreate(guest, this) : null;
        try
        {
            while (RunOnce(guest))
            {
            }
        }
        finally
        {
            EndContexts();
            StackCheckpoints?.Clear();
            (Guest, StackCheckpoints) = (null, null);
        }
    }

    /// <summary>
    /// Ends the contexts of the thread. Call it on the thread of the host that runs the main context, while its instance exists.
    /// </summary>
    internal void EndContexts() => _contexts?.EndAll();

    /// <summary>Calls <c>_start</c> once.</summary>
    /// <returns>True to call it again, because the guest unwound its stack to take a checkpoint or to return to one.</returns>
    private bool RunOnce(Guest guest)
    {
        try
        {
            _ = guest.Invoke("_start");
            return StackCheckpoints?.TryComplete() == true;
        }
        catch (StackRestoreException restore) when (StackCheckpoints is not null)
        {
            StackCheckpoints.Resume(restore.Checkpoint, restore.Value);
            return true;
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
