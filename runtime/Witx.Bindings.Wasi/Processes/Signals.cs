using System.Numerics;
using System.Threading;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>The pending signals of a thread, and their delivery to the guest's handler.</summary>
/// <param name="shutdown">The shutdown of the process.</param>
/// <param name="actions">The actions of the process on signals.</param>
/// <remarks>
/// A raised signal is pending until the guest's current system call returns; a wait in that call is interrupted. The handler runs then.
/// Without a handler, the default action of signal(7) is taken at once: ignore, or end the process.
/// </remarks>
internal sealed class Signals(ProcessShutdown shutdown, SignalActions actions) : IInterruptSource
{
    private uint _pending;

    /// <summary>The waiter of the thread, which is woken when a signal is raised.</summary>
    internal Waiter? Waiter { get; set; }

    /// <summary>True if a signal is pending and the handler can run now.</summary>
    public bool IsPending => Volatile.Read(ref _pending) != 0 && !IsHandlerRunning && !AreBlocked;

    /// <summary>True while the handler runs. Further signals stay pending.</summary>
    internal bool IsHandlerRunning { get; set; }

    /// <summary>True while the guest's stack is unwound or rewound for a checkpoint. The guest cannot be called then.</summary>
    internal bool AreBlocked { get; set; }

    /// <summary>
    /// Raises a signal: makes it pending, or takes its default action if there is no handler. Can be called on any thread.
    /// </summary>
    internal void Raise(Signal signal)
    {
        if (signal == Signal.None)
        {
            return;
        }

        if (actions.Handler is not null && signal != Signal.Kill)
        {
            Interlocked.Or(ref _pending, 1U << (int)signal);
            Waiter?.Wake();
        }
        else if (!actions.Ignores(signal))
        {
            shutdown.ExitBySignal(signal);
        }
    }

    /// <summary>Drops all pending signals, because another program starts.</summary>
    internal void Clear() => Volatile.Write(ref _pending, 0);

    /// <summary>Makes a signal pending if there is a handler. Can be called on any thread.</summary>
    /// <returns>False if there is no handler, or the same signal is already pending.</returns>
    internal bool TryRaise(Signal signal)
    {
        if (actions.Handler is null || signal is Signal.None or Signal.Kill)
        {
            return false;
        }

        uint bit = 1U << (int)signal;
        bool isNew = (Interlocked.Or(ref _pending, bit) & bit) == 0;
        Waiter?.Wake();
        return isNew;
    }

    /// <summary>Runs the handler for each pending signal, in the order of signal numbers.</summary>
    internal void Deliver(ref GuestCall call)
    {
        while (IsPending && actions.Handler is { } handler)
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

        shutdown.ThrowIfEnded();
    }
}
