using System;
using System.Diagnostics;
using System.Threading;

namespace Witx.Bindings.Wasi.Threading;

/// <summary>
/// Stops the threads of a process for a moment, so that one of them can copy its memory (<c>fork</c>). A thread stops where it waits, or
/// where its guest checks the epoch. Thread-safe.
/// </summary>
internal sealed class Safepoint
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(1);

    // A condition variable, which Lock does not have.
    private readonly object _gate = new();
    private int _stopped;
    private volatile bool _isRequested;

    /// <summary>Notes that the calling thread waits, so that it does not use the memory of the guest.</summary>
    internal void EnterWait()
    {
        lock (_gate)
        {
            _stopped++;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Notes that the calling thread does not wait any more. Waits itself while the threads are stopped.</summary>
    internal void LeaveWait()
    {
        lock (_gate)
        {
            while (_isRequested)
            {
                _ = Monitor.Wait(_gate);
            }

            _stopped--;
        }
    }

    /// <summary>Stops the calling thread while the threads are stopped.</summary>
    internal void Check()
    {
        if (_isRequested)
        {
            EnterWait();
            LeaveWait();
        }
    }

    /// <summary>Stops all threads but the calling one. The caller calls <see cref="Release"/>.</summary>
    /// <param name="countOthers">Counts the other threads, which can change until they have stopped.</param>
    /// <param name="interrupt">Interrupts threads that compute.</param>
    /// <param name="timeout">The time for all threads to stop.</param>
    /// <returns>False if a thread has not stopped in time; then all continue.</returns>
    internal bool TryStop(Func<int> countOthers, Action interrupt, TimeSpan timeout)
    {
        while (!TryRequest())
        {
            Check();
        }

        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < timeout;)
        {
            interrupt();
            lock (_gate)
            {
                if (_stopped >= countOthers())
                {
                    return true;
                }

                _ = Monitor.Wait(_gate, s_pause);
            }
        }

        Release();
        return false;
    }

    /// <summary>Lets all threads continue.</summary>
    internal void Release()
    {
        lock (_gate)
        {
            _isRequested = false;
            Monitor.PulseAll(_gate);
        }
    }

    private bool TryRequest()
    {
        lock (_gate)
        {
            bool isFirst = !_isRequested;
            _isRequested = true;
            return isFirst;
        }
    }
}
