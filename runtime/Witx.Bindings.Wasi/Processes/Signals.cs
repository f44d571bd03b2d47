using System.Numerics;
using System.Threading;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>
/// The signals of a thread. One that comes is kept, and interrupts what waits; the guest's handler runs when the call that it comes into
/// ends. Without a handler a signal does at once what it says.
/// </summary>
internal sealed class Signals(ProcessShutdown ending) : IInterruptSource
{
    // A process that a signal ends has this and the signal's number as its code, by the custom of shells.
    private const uint ExitCodeBase = 128;

    private uint _pending;
    private volatile string? _handler;

    /// <summary>The guest's export that takes signals.</summary>
    internal string? Handler
    {
        get => _handler;
        set => _handler = value;
    }

    /// <summary>What to wake when a signal comes.</summary>
    internal Waiter? Waiter { get; set; }

    /// <summary>True if a signal is pending that the handler can take now.</summary>
    public bool IsPending => Volatile.Read(ref _pending) != 0 && !IsHandlerRunning && !AreBlocked;

    /// <summary>Whether the handler runs.</summary>
    internal bool IsHandlerRunning { get; private set; }

    /// <summary>Whether the guest is on its way to or from a checkpoint, where it cannot be called.</summary>
    internal bool AreBlocked { get; set; }

    /// <summary>Sends a signal, from whatever thread.</summary>
    internal void Raise(Signal signal)
    {
        if (signal == Signal.None)
        {
            return;
        }

        if (_handler is not null && signal != Signal.Kill)
        {
            Interlocked.Or(ref _pending, 1U << (int)signal);
            Waiter?.Wake();
        }
        else if (!IsIgnored(signal))
        {
            ending.Exit(ExitCodeBase + (uint)signal);
        }
    }

    /// <summary>Keeps a signal for the handler, from whatever thread.</summary>
    /// <returns>False if there is no handler, or the handler has not yet taken a signal of the same number.</returns>
    internal bool TryRaise(Signal signal)
    {
        if (_handler is null || signal is Signal.None or Signal.Kill)
        {
            return false;
        }

        uint bit = 1U << (int)signal;
        bool isNew = (Interlocked.Or(ref _pending, bit) & bit) == 0;
        Waiter?.Wake();
        return isNew;
    }

    /// <summary>Runs the handler for each signal that has come, the lowest first. While it runs, others wait.</summary>
    internal void Deliver(ref GuestCall call)
    {
        while (IsPending && _handler is { } handler)
        {
            int signal = BitOperations.TrailingZeroCount(Volatile.Read(ref _pending));
            Interlocked.And(ref _pending, ~(1U << signal));
            IsHandlerRunning = true;
            try
            {
                _ = call.Invoke(handler, signal);
            }
            finally
            {
                IsHandlerRunning = false;
            }
        }

        ending.ThrowIfEnded();
    }

    private static bool IsIgnored(Signal signal) => signal
        is Signal.Chld or Signal.Cont or Signal.Urg or Signal.Winch or Signal.Stop or Signal.Tstp or Signal.Ttin or Signal.Ttou;
}
