using System.Threading;

namespace Witx.Bindings.Wasi.Threading;

/// <summary>
/// Whose turn it is to use something of the embedder's that serves one thread at a time. No lock: what the embedder's code does meanwhile
/// is unknown, and whoever waits for it can be interrupted.
/// </summary>
internal sealed class InterruptibleMutex
{
    private readonly WaitQueue _free = new();
    private int _taken;

    internal bool TryAcquire() => Interlocked.CompareExchange(ref _taken, 1, 0) == 0;

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
                waiter.Begin();
                waiter.Register(_free);
                if (TryAcquire())
                {
                    return Errno.Success;
                }

                Errno answer = waiter.Wait(null);
                if (answer != Errno.Success)
                {
                    return answer;
                }
            }
        }
        finally
        {
            waiter.Clear();
        }
    }

    /// <summary>Takes it for what nothing interrupts, soon: a turn lasts as long as one call into the embedder's code.</summary>
    internal void AcquireBySpinning()
    {
        if (!TryAcquire())
        {
            SpinWait.SpinUntil(TryAcquire);
        }
    }

    internal void Release()
    {
        Volatile.Write(ref _taken, 0);
        _free.Wake();
    }
}
