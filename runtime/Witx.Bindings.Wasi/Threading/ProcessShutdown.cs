using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace Witx.Bindings.Wasi.Threading;

/// <summary>How a process comes to its end, from whatever thread: the first reason wins, and every thread that waits wakes to leave.</summary>
/// <param name="cancellable">Whether the embedder can cancel the process.</param>
internal sealed class ProcessShutdown(bool cancellable = false)
{
    private readonly Lock _gate = new();
    private readonly List<Waiter> _waiters = [];
    private int _threads;
    private volatile Func<Exception>? _reason;

    /// <summary>Called once, when the process ends, on the thread that ends it.</summary>
    internal Action? Ended { get; set; }

    internal bool HasEnded => _reason is not null;

    /// <summary>Whether someone other than a thread that waits could end the process.</summary>
    internal bool CanEndConcurrently => cancellable || Volatile.Read(ref _threads) > 1;

    internal void Exit(uint code) => End(() => new WasiExitException(code));

    internal void Cancel(CancellationToken token) => End(() => new OperationCanceledException(token));

    /// <summary>Leaves the guest when the process has ended.</summary>
    internal void ThrowIfEnded()
    {
        if (_reason is { } reason)
        {
            throw reason();
        }
    }

    /// <summary>Leaves the guest of a process that has ended.</summary>
    [DoesNotReturn]
    internal void Throw() => throw _reason!();

    internal void Add(Waiter waiter)
    {
        lock (_gate)
        {
            _waiters.Add(waiter);
            Volatile.Write(ref _threads, _waiters.Count);
        }
    }

    internal void Remove(Waiter waiter)
    {
        lock (_gate)
        {
            _waiters.Remove(waiter);
            Volatile.Write(ref _threads, _waiters.Count);
        }
    }

    private void End(Func<Exception> reason)
    {
        lock (_gate)
        {
            if (_reason is not null)
            {
                return;
            }

            _reason = reason;
            foreach (Waiter waiter in _waiters)
            {
                waiter.Wake();
            }
        }

        Ended?.Invoke();
    }
}
