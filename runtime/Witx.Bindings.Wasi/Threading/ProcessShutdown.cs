using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace Witx.Bindings.Wasi.Threading;

/// <summary>
/// The end of a process: an exit code or a cancellation. The first reason wins, and all waiting threads are woken. Thread-safe.
/// </summary>
/// <param name="cancellable">True if the embedder can end the process while it runs: by a token or a timeout.</param>
internal sealed class ProcessShutdown(bool cancellable = false)
{
    private static readonly Func<Exception> s_exit = static () => new WasiExitException(0);

    private readonly Lock _gate = new();
    // Most processes have one thread.
    private readonly List<Waiter> _waiters = new(1);
    private int _threads;
    private volatile Func<Exception>? _reason;
    private bool _mayContinue;

    /// <summary>
    /// A callback that runs when the process ends, on the thread that ends it. It must not call this object, because a lock is held. It
    /// runs again if the process ends while its threads are ended for another program.
    /// </summary>
    internal Action? Ended { get; set; }

    /// <summary>Stops the threads of the process while it is copied; null if it cannot be copied while several threads run.</summary>
    internal Safepoint? Safepoint { get; set; }

    /// <summary>True if the process has exited or was cancelled.</summary>
    internal bool HasEnded => _reason is not null;

    /// <summary>Creates the exception that unwinds the guest; null if the process has not ended.</summary>
    internal Exception? CreateException() => _reason?.Invoke();

    /// <summary>True if the process can end while a thread waits: another thread can exit, or the embedder can interrupt it.</summary>
    internal bool CanEndConcurrently => cancellable || Volatile.Read(ref _threads) > 1;

    /// <summary>Ends the process with an exit code, unless it has ended.</summary>
    /// <returns>False if the process had ended before.</returns>
    internal bool Exit(uint code) => End(code == 0 ? s_exit : CreateReason(code));

    /// <summary>Ends the process by the default action of a signal, unless it has ended.</summary>
    internal bool ExitBySignal(Signal signal) => End(() => WasiExitException.FromSignal(signal));

    /// <summary>Ends the process by cancellation, unless it has ended.</summary>
    internal void Cancel(CancellationToken token) => End(() => new OperationCanceledException(token));

    /// <summary>Throws the exception that unwinds the guest if the process has ended.</summary>
    /// <exception cref="WasiExitException">The process has exited.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    internal void ThrowIfEnded()
    {
        if (_reason is { } reason)
        {
            throw reason();
        }
    }

    /// <summary>Throws the exception that unwinds the guest. The process must have ended.</summary>
    [DoesNotReturn]
    internal void Throw() => throw _reason!();

    /// <summary>Registers the waiter of a thread, to wake it when the process ends.</summary>
    internal void Add(Waiter waiter)
    {
        lock (_gate)
        {
            _waiters.Add(waiter);
            Volatile.Write(ref _threads, _waiters.Count);
        }
    }

    /// <summary>Unregisters the waiter of a thread.</summary>
    internal void Remove(Waiter waiter)
    {
        lock (_gate)
        {
            _waiters.Remove(waiter);
            Volatile.Write(ref _threads, _waiters.Count);
        }
    }

    /// <summary>Ends the process with an exception for its threads, unless it has ended.</summary>
    /// <returns>False if the process had ended before.</returns>
    internal bool End(Func<Exception> reason) => End(reason, mayContinue: false);

    /// <summary>
    /// Ends the threads of the process with an exception, so that the process can execute another program, unless it has ended.
    /// </summary>
    /// <returns>False if the process or its threads had ended before.</returns>
    internal bool EndThreads(Func<Exception> reason) => End(reason, mayContinue: true);

    /// <summary>Lets the process continue after <see cref="EndThreads"/>. All its threads have ended.</summary>
    /// <returns>False if the process itself has ended since.</returns>
    internal bool TryContinue()
    {
        lock (_gate)
        {
            if (_mayContinue)
            {
                (_reason, _mayContinue) = (null, false);
            }

            return _reason is null;
        }
    }

    private bool End(Func<Exception> reason, bool mayContinue)
    {
        lock (_gate)
        {
            // The end of the process comes before another program.
            if (_reason is not null && (mayContinue || !_mayContinue))
            {
                return false;
            }

            (_reason, _mayContinue) = (reason, mayContinue);
            foreach (Waiter waiter in _waiters)
            {
                waiter.Wake();
            }

            // Inside the lock: a caller of Exit that finds the process ended knows that the callback has returned.
            Ended?.Invoke();
            return true;
        }
    }

    // A method of its own, so that no object for the captured code is allocated without one.
    private static Func<Exception> CreateReason(uint code) => () => new WasiExitException(unchecked((int)code));
}
