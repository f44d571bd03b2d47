using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Scheduling;

/// <summary>
/// The threads of a host for asynchronous calls: a limited number, started when needed and ended when idle. Further work waits in order.
/// </summary>
/// <remarks>
/// Guests block their thread while they wait, so they must not run on the thread pool: its other work would wait until it has added
/// threads.
/// </remarks>
/// <param name="maxThreads">The maximum number of threads.</param>
/// <param name="maxWaiting">The maximum number of waiting calls.</param>
internal sealed class GuestThreads(int maxThreads, int maxWaiting)
{
    // The guest needs 512 KiB from its entry; the rest is for host functions, which may enter other guests.
    private const int StackSize = 4 << 20;

    private const int SpinsPerLook = 10;

    private static readonly TimeSpan s_idleTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_spinTime = TimeSpan.FromMicroseconds(50);

    // A monitor, because idle threads wait on it.
    private readonly object _gate = new();
    private readonly LinkedList<GuestWork> _queue = [];
    private int _queued;
    private int _threads;
    private int _idle;
    private int _starting;
    private bool _isClosed;

    /// <summary>Starts a thread. For tests, which replace it.</summary>
    internal Action<Thread> Starter { get; init; } = static thread => thread.UnsafeStart();

    /// <summary>Waits for the admission, and then for a thread of the host, without blocking the calling thread.</summary>
    /// <param name="admission">The admission, which was not entered yet. It is disposed if the body is never started.</param>
    /// <param name="body">
    /// Runs the guest on a thread of the host, and disposes the admission when the guest does not need it any more.
    /// </param>
    /// <param name="token">Ends both waits. It does not interrupt a body that was started.</param>
    /// <exception cref="WasiCapacityException">
    /// In the task: a queue is full, the thread runs a guest and would have to wait, or the system refuses another thread.
    /// </exception>
    internal async Task<T> RunAsync<T>(Admission admission, Func<T> body, CancellationToken token)
    {
        GuestWork<T> work = new(body, admission);
        try
        {
            await admission.EnterAsync(token).ConfigureAwait(false);
            work.Watch(this, token);
            Enqueue(work);
        }
        catch
        {
            admission.Dispose();
            throw;
        }

        return await work.Task.ConfigureAwait(false);
    }

    /// <summary>Removes work that was cancelled.</summary>
    internal void Remove(GuestWork work)
    {
        lock (_gate)
        {
            if (work.Place.List is not null)
            {
                _queue.Remove(work.Place);
                _queued = _queue.Count;
            }
        }
    }

    /// <summary>Ends idle threads at once. Others end when their work and the queue are done.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Enqueue(GuestWork work)
    {
        lock (_gate)
        {
            if (work.IsCancelled)
            {
                return;
            }

            int available = _idle + _starting - _queue.Count;
            if (available <= 0 && _threads == maxThreads)
            {
                EnsureMayWait(-available);
            }

            if (available <= 0 && _threads < maxThreads)
            {
                StartThread();
            }

            _queue.AddLast(work.Place);
            _queued = _queue.Count;
            if (available > 0)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    private void EnsureMayWait(int waiting)
    {
        if (GuestThread.IsCurrent)
        {
            throw new WasiCapacityException(
                $"All '{maxThreads}' guest threads are busy, and the calling thread runs a guest: it could wait for itself. "
                + $"Raise '{nameof(WasiHostOptions)}.{nameof(WasiHostOptions.MaxConcurrentGuests)}', or do not wait for guests in guests.");
        }

        if (waiting >= maxWaiting)
        {
            throw new WasiCapacityException(
                $"All '{maxThreads}' guest threads are busy, and '{waiting}' calls wait already. Reject the work, or raise "
                + $"'{nameof(WasiHostOptions)}.{nameof(WasiHostOptions.MaxQueuedGuests)}'.");
        }
    }

    private void StartThread()
    {
        try
        {
            Starter(new Thread(RunQueue, StackSize) { IsBackground = true, Name = "WASI guest" });
        }
        catch (OutOfMemoryException exception)
        {
            throw new WasiCapacityException(
                $"The system refuses to start another thread beside the '{_threads}' guest threads. Lower "
                + $"'{nameof(WasiHostOptions)}.{nameof(WasiHostOptions.MaxConcurrentGuests)}', or raise the system's limit of threads.",
                exception);
        }

        _threads++;
        _starting++;
    }

    private void RunQueue()
    {
        using SignalStack stack = SignalStack.Install();
        lock (_gate)
        {
            _starting--;
        }

        while (Take() is { } work)
        {
            work.Execute();
        }
    }

    /// <summary>Takes the next work, and waits for it. Returns null if the thread must end.</summary>
    private GuestWork? Take()
    {
        lock (_gate)
        {
            if (_queue.First is not null)
            {
                return Dequeue();
            }

            // From here on, work that is queued counts on this thread.
            _idle++;
        }

        SpinUntilQueued();
        lock (_gate)
        {
            bool isSignalled = true;
            while (_queue.First is null && isSignalled)
            {
                isSignalled = !_isClosed && Monitor.Wait(_gate, s_idleTime);
            }

            _idle--;
            if (_queue.First is not null)
            {
                return Dequeue();
            }

            _threads--;
            return null;
        }
    }

    private GuestWork Dequeue()
    {
        GuestWork work = _queue.First!.Value;
        _queue.RemoveFirst();
        _queued = _queue.Count;
        return work;
    }

    /// <summary>Waits a short time for work without giving up the processor: to wake the thread takes longer than a short run.</summary>
    private void SpinUntilQueued()
    {
        if (Environment.ProcessorCount == 1)
        {
            return;
        }

        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _queued) == 0 && Stopwatch.GetElapsedTime(start) < s_spinTime)
        {
            Thread.SpinWait(SpinsPerLook);
        }
    }
}
