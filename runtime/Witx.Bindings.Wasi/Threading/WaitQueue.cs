using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Witx.Bindings.Wasi.Threading;

/// <summary>
/// The waiters of an object that changes inside the process, such as a pipe, an event or an embedder's stream. Thread-safe.
/// </summary>
internal sealed class WaitQueue
{
    private readonly Lock _gate = new();

    // Created for the first waiter, because most queues never have one.
    private List<IWakeable>? _waiters;
    private int _count;
    private uint _changes;

    /// <summary>The number of changes so far, modulo 2^32. Edge-triggered epoll compares it with the last value it saw.</summary>
    internal uint ChangeCount => Volatile.Read(ref _changes);

    /// <summary>Adds a waiter, which must check the object's state after this call so that it does not miss a change.</summary>
    internal void Add(IWakeable waiter)
    {
        lock (_gate)
        {
            _waiters ??= [];
            _waiters.Add(waiter);
            Volatile.Write(ref _count, _waiters.Count);
        }
    }

    /// <summary>Removes a waiter.</summary>
    internal void Remove(IWakeable waiter)
    {
        lock (_gate)
        {
            _waiters?.Remove(waiter);
            Volatile.Write(ref _count, _waiters?.Count ?? 0);
        }
    }

    /// <summary>Counts a change and wakes all waiters, which check the state again. Call it after the state has changed.</summary>
    internal void Wake()
    {
        // The full fence orders the change of the state before the read of the count. The lock in Add orders the count before the waiter's
        // read of the state. At least one of the two sides therefore sees the other.
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

    /// <summary>Waits asynchronously until a condition holds.</summary>
    /// <param name="isTrue">The condition, which is evaluated at first and after each change.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
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

    /// <summary>A task that completes with the next change.</summary>
    private sealed class Signal : TaskCompletionSource, IWakeable
    {
        internal Signal()
            : base(TaskCreationOptions.RunContinuationsAsynchronously)
        {
        }

        public void Wake() => TrySetResult();
    }
}
