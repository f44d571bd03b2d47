using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Witx.Bindings.Wasi.Threading;

/// <summary>Those who want to look again when something of the host's own changes: a pipe, an event, a stream of the embedder.</summary>
internal sealed class WaitQueue
{
    private readonly Lock _gate = new();

    // Made for the first who waits, as most have none.
    private List<IWakeable>? _waiters;
    private int _count;
    private uint _changes;

    /// <summary>How many changes there were. An edge-triggered watcher compares it with what it saw last.</summary>
    internal uint ChangeCount => Volatile.Read(ref _changes);

    internal void Add(IWakeable waiter)
    {
        lock (_gate)
        {
            _waiters ??= [];
            _waiters.Add(waiter);
            Volatile.Write(ref _count, _waiters.Count);
        }
    }

    internal void Remove(IWakeable waiter)
    {
        lock (_gate)
        {
            _waiters?.Remove(waiter);
            Volatile.Write(ref _count, _waiters?.Count ?? 0);
        }
    }

    /// <summary>Makes everyone look again. Called after the change itself.</summary>
    internal void Wake()
    {
        // The full fence orders the change before the look at the count, as Add's lock orders the count before the waiter's look at the state.
        Interlocked.Increment(ref _changes);
        if (Volatile.Read(ref _count) == 0)
        {
            return;
        }

        lock (_gate)
        {
            foreach (IWakeable waiter in _waiters!)
            {
                waiter.Wake();
            }
        }
    }

    /// <summary>Waits for what a change makes true, without a thread.</summary>
    internal async ValueTask WaitUntilAsync(Func<bool> isTrue, CancellationToken cancellationToken)
    {
        while (true)
        {
            Signal signal = new();
            Add(signal);
            try
            {
                if (isTrue())
                {
                    return;
                }

                await signal.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                Remove(signal);
            }
        }
    }

    /// <summary>One change, as a task.</summary>
    private sealed class Signal : TaskCompletionSource, IWakeable
    {
        internal Signal()
            : base(TaskCreationOptions.RunContinuationsAsynchronously)
        {
        }

        public void Wake() => TrySetResult();
    }
}
