using System;
using System.Threading;

namespace Witx.Bindings.Wasi.Threading;

/// <summary>A mutex whose waits end when a signal arrives or the process exits. Not recursive, and any thread may release it.</summary>
/// <remarks>
/// It serializes calls into the embedder's code, which may block for an unknown time, so an ordinary lock is not suitable.
/// </remarks>
internal sealed class InterruptibleMutex
{
    private readonly WaitQueue _free = new();
    private int _taken;

    /// <summary>Acquires the mutex if it is free.</summary>
    internal bool TryAcquire() => Interlocked.CompareExchange(ref _taken, 1, 0) == 0;

    /// <summary>Waits for the mutex and acquires it.</summary>
    /// <returns><c>Errno.Intr</c> (EINTR) if a signal arrived first.</returns>
    /// <exception cref="WasiExitException">The process has exited.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    internal Errno Acquire(Waiter waiter)
    {
        if (TryAcquire())
        {
            return Errno.Success;
        }

        try
        {
            while (true)
            {
                waiter.BeginRound();
                waiter.Register(_free);
                if (TryAcquire())
                {
                    return Errno.Success;
                }

                Errno error = waiter.Wait(null);
                if (error != Errno.Success)
                {
                    return error;
                }
            }
        }
        finally
        {
            waiter.EndWait();
        }
    }

    /// <summary>
    /// Acquires the mutex without a <see cref="Waiter"/>: waits until a token is cancelled, and then for a further time.
    /// </summary>
    /// <returns>False if the mutex was not free in time.</returns>
    internal bool TryAcquire(TimeSpan graceTime, CancellationToken token)
    {
        bool isAcquired = TryAcquire();
        if (!isAcquired)
        {
            SpinWait.SpinUntil(() => (isAcquired = TryAcquire()) || token.IsCancellationRequested);
        }

        return isAcquired || SpinWait.SpinUntil(TryAcquire, graceTime);
    }

    /// <summary>Releases the mutex and wakes the threads that wait for it.</summary>
    internal void Release()
    {
        Volatile.Write(ref _taken, 0);
        _free.Wake();
    }
}
