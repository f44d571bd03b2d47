using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.SystemCalls;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>A thread of a process: one instance of its module, one thread of the host. What it keeps from call to call spares calls to allocate.</summary>
internal sealed class WasiThread : IDisposable
{
    private const int FewVectors = 16;

    private readonly int _maxVectors;
    private byte[]? _path;
    private byte[]? _newPath;
    private int _nesting;
    private PollSubscription[] _subscriptions = [];
    private IoVector[] _vectors = new IoVector[FewVectors];

    internal WasiThread(WasiProcess process)
    {
        Process = process;
        _maxVectors = process.Limits.MaxVectors;
        Signals = new Signals(process.Shutdown);
        Waiter = new Waiter(process.Shutdown, process.Clock, Signals);
        Signals.Waiter = Waiter;
        SignalTimers = new SignalTimers(Signals, process.Clock.Provider);
    }

    internal WasiProcess Process { get; }

    internal Signals Signals { get; }

    internal Waiter Waiter { get; }

    internal SignalTimers SignalTimers { get; }

    internal ThreadLocals Locals => field ??= new();

    /// <summary>The instance that runs in it, while it does.</summary>
    internal Guest? Guest { get; set; }

    /// <summary>The memory that its instance imports, if it shares it.</summary>
    internal SharedMemory? Memory { get; set; }

    /// <summary>Whether the guest runs below a call of the host into it.</summary>
    internal bool IsNested => _nesting > 0 || Signals.IsHandlerRunning;

    /// <summary>The checkpoints of its stack; null where its guest does not carry Asyncify's exports.</summary>
    internal StackCheckpoints? StackCheckpoints { get; set; }

    /// <summary>Room for a path: guests that share their memory can change it while it is looked at.</summary>
    internal Span<byte> Path => _path ??= new byte[Process.Limits.MaxPathLength];

    /// <summary>Room for a second path.</summary>
    internal Span<byte> NewPath => _newPath ??= new byte[Process.Limits.MaxPathLength];

    /// <summary>Room for as many vectors as one call serves.</summary>
    internal Span<IoVector> GetVectors(long count)
    {
        if (count > _vectors.Length)
        {
            _vectors = new IoVector[Math.Max(FewVectors, _maxVectors)];
        }

        return _vectors.AsSpan(0, (int)Math.Min(count, _maxVectors));
    }

    /// <summary>Room for what is waited for at once.</summary>
    internal Span<PollSubscription> GetSubscriptions(int count)
    {
        if (count > _subscriptions.Length)
        {
            _subscriptions = new PollSubscription[count];
        }

        return _subscriptions.AsSpan(0, count);
    }

    /// <summary>Runs a guest's <c>_start</c>, as often as it leaves it to come back to a checkpoint.</summary>
    internal void Run(Guest guest)
    {
        Guest = guest;
        StackCheckpoints = StackCheckpoints.TryCreate(guest, this);
        try
        {
            while (RunOnce(guest))
            {
            }
        }
        finally
        {
            StackCheckpoints?.Clear();
            (Guest, StackCheckpoints) = (null, null);
        }
    }

    /// <summary>Calls <c>_start</c> once.</summary>
    /// <returns>Whether to call it again, because the guest unwound its stack to take a checkpoint or to return to one.</returns>
    private bool RunOnce(Guest guest)
    {
        try
        {
            _ = guest.Invoke("_start");
            return StackCheckpoints?.TryComplete() == true;
        }
        catch (StackRestoreException restored) when (StackCheckpoints is not null)
        {
            StackCheckpoints.Resume(restored.Checkpoint, restored.Value);
            return true;
        }
    }

    /// <summary>Calls a function of the guest while it calls.</summary>
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
        SignalTimers.Dispose();
        Waiter.Dispose();
    }
}
