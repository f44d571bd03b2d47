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
    /// Acquires the mutex by spinning, for callers without a <see cref="Waiter"/>. The owner holds it for one embedder call at most.
    /// </summary>
    internal void AcquireBySpinning()
    {
        if (!TryAcquire())
        {
            SpinWait.SpinUntil(TryAcquire);
        }
    }

    /// <summary>Releases the mutex and wakes the threads that wait for it.</summary>
    internal void Release()
    {
        Volatile.Write(ref _taken, 0);
        _free.Wake();
    }
}
