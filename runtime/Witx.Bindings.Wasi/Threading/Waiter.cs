using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Threading;

/// <summary>
/// The one way in which a thread waits. A wait is a loop of rounds: <see cref="Begin"/>; ask each file by <see cref="IPollable.Poll"/>, which
/// names what it depends on; unless one is ready, <see cref="Wait"/> and ask again. <see cref="Clear"/> ends it. Only <see cref="Wake"/> may
/// be called by other threads.
/// </summary>
internal sealed class Waiter : IWakeable, IDisposable
{
    private const int Idle = 0;
    private const int Parked = 1;
    private const int Woken = 2;

    private readonly ProcessShutdown _ending;
    private readonly WasiClock _clock;
    private readonly IInterruptSource? _interrupts;
    private readonly PollSet _set = new();
    private readonly HashSet<WaitQueue> _queues = [];
    private Dictionary<object, bool>? _lists;
    private Wakeup? _wake;
    private int _position;
    private int _state;

    /// <param name="ending">The shutdown of the process, which wakes the thread.</param>
    /// <param name="clock">The clock of the deadlines.</param>
    /// <param name="interrupts">The signals of the thread, or null if nothing interrupts its waits.</param>
    internal Waiter(ProcessShutdown ending, WasiClock clock, IInterruptSource? interrupts = null)
    {
        (_ending, _clock, _interrupts) = (ending, clock, interrupts);
        ending.Add(this);
    }

    /// <summary>Whether host descriptors were named in this round that no <see cref="Wait"/> has looked at yet.</summary>
    internal bool HasUnpolledHandles { get; private set; }

    /// <summary>Whether someone may want the thread to leave a wait: another thread, or the embedder.</summary>
    internal bool MayBeInterrupted => _ending.CanEndConcurrently;

    /// <summary>The monotonic clock's time, which deadlines are on.</summary>
    internal ulong Now => _clock.Now;

    /// <summary>
    /// The epoll lists that were polled in this round, and whether each is ready. A list that is reachable on several paths is polled once.
    /// </summary>
    internal Dictionary<object, bool> EpollReadiness => _lists ??= [];

    public void Dispose()
    {
        _ending.Remove(this);
        _wake?.Dispose();
    }

    /// <summary>Waits until an open file is ready.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="interest">For what.</param>
    /// <param name="deadline">On the monotonic clock, in nanoseconds; null waits for ever, 0 only looks.</param>
    /// <returns><c>again</c> when the time is over.</returns>
    internal Errno WaitUntilReady(IPollable file, PollEvents interest, ulong? deadline = null)
    {
        try
        {
            for (bool late = false; ; late = deadline <= _clock.Now)
            {
                Begin();
                if (file.Poll(interest, this).IsReady)
                {
                    return Errno.Success;
                }

                Errno answer = late ? Errno.Again : Wait(deadline);
                if (answer != Errno.Success)
                {
                    return answer;
                }
            }
        }
        finally
        {
            Clear();
        }
    }

    /// <summary>Waits until something that the host does meanwhile is done. It goes on where the thread leaves.</summary>
    internal Errno WaitUntilReady(Task task)
    {
        WaitQueue done = new();
        _ = task.ContinueWith(
            static (_, done) => ((WaitQueue)done!).Wake(), done, default, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            while (true)
            {
                Begin();
                Register(done);
                Errno answer = task.IsCompleted ? Errno.Success : Wait(null);
                if (answer != Errno.Success || task.IsCompleted)
                {
                    return answer;
                }
            }
        }
        finally
        {
            Clear();
        }
    }

    /// <summary>The time on the monotonic clock after a while; null, which is for ever, where it cannot be told.</summary>
    internal ulong? GetDeadline(ulong duration)
    {
        ulong now = _clock.Now;
        return duration <= ulong.MaxValue - now ? now + duration : null;
    }

    /// <summary>Waits for nothing but the time.</summary>
    /// <returns><c>intr</c> when a signal came first.</returns>
    internal Errno Sleep(ulong? deadline)
    {
        Errno answer = Errno.Success;
        while (answer == Errno.Success && !(deadline <= _clock.Now))
        {
            Begin();
            answer = Wait(deadline);
        }

        Clear();
        return answer;
    }

    /// <summary>Starts a round: what happens from here on is not missed.</summary>
    internal void Begin()
    {
        LeaveQueues();
        (_position, HasUnpolledHandles) = (0, false);
        Interlocked.Exchange(ref _state, Idle);
        _ending.ThrowIfEnded();
    }

    /// <summary>Ends a wait.</summary>
    internal void Clear()
    {
        LeaveQueues();
        _set.Truncate(0);
    }

    /// <exception cref="WasiExitException">The process has exited.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    internal void ThrowIfEnded() => _ending.ThrowIfEnded();

    /// <summary>Names a host descriptor to wait for. Inodes name the same ones in each round, in the same order.</summary>
    /// <returns>What the last <see cref="Wait"/> found on it, once.</returns>
    internal PollEvents Register(HostHandle handle, PollEvents interest)
    {
        if (_set.Has(_position, handle, interest))
        {
            return _set.Take(_position++);
        }

        HasUnpolledHandles = true;
        _set.Truncate(_position++);
        _ = _set.Add(handle, interest);
        return PollEvents.None;
    }

    /// <summary>Names a queue to wait for. To be called before looking at the state that it tells of, lest a change between be missed.</summary>
    internal void Register(WaitQueue queue)
    {
        if (_queues.Add(queue))
        {
            queue.Add(this);
        }
    }

    /// <summary>Makes the thread look again; a system call only where it is parked.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _state, Woken) == Parked)
        {
            _wake!.Signal();
        }
    }

    /// <summary>Waits until something that was named may have changed, or until the deadline. Callers look again.</summary>
    /// <param name="deadline">On the monotonic clock, in nanoseconds; null waits for ever, one that has passed only looks at host descriptors.</param>
    /// <returns><c>intr</c> when a signal has come that the guest handles.</returns>
    /// <exception cref="WasiExitException">The process has exited.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    internal Errno Wait(ulong? deadline)
    {
        if (_interrupts?.IsPending == true)
        {
            return Errno.Intr;
        }

        _wake ??= Wakeup.Create();
        ulong? timeout = deadline is ulong end ? end - Math.Min(end, _clock.Now) : null;
        using ITimer? timer = timeout > 0 && !_clock.IsSystem ? StartTimer(timeout.Value) : null;
        if (timer is not null)
        {
            timeout = null;
        }

        _set.Truncate(_position);
        int wake = _set.Add(_wake.Handle, PollEvents.Readable);
        bool woken = Interlocked.CompareExchange(ref _state, Parked, Idle) == Woken;
        Errno answer = _set.Wait(woken ? 0 : timeout);
        if (Interlocked.Exchange(ref _state, Idle) == Woken && !woken)
        {
            TakeSignal(_wake, arrived: _set[wake] != PollEvents.None);
        }

        _set.Truncate(wake);
        _ending.ThrowIfEnded();
        return answer == Errno.Success && _interrupts?.IsPending == true ? Errno.Intr : answer;
    }

    /// <summary>Takes a signal that was sent, or that another thread is about to send: left alone it would disturb the next wait, or come to a closed descriptor.</summary>
    private static void TakeSignal(Wakeup wake, bool arrived)
    {
        if (!arrived)
        {
            PollSet signal = new();
            _ = signal.Add(wake.Handle, PollEvents.Readable);
            _ = signal.Wait(null);
        }

        wake.Reset();
    }

    private ITimer StartTimer(ulong timeout)
    {
        // Rounded up to the ticks of 100 ns that a timer knows, and cut to what it can hold: the round after it waits for the rest.
        TimeSpan due = TimeSpan.FromTicks((long)Math.Min((timeout / 100) + 1, (ulong)TimeSpan.FromDays(1).Ticks));
        return _clock.Provider.CreateTimer(static waiter => ((Waiter)waiter!).Wake(), this, due, Timeout.InfiniteTimeSpan);
    }

    private void LeaveQueues()
    {
        foreach (WaitQueue queue in _queues)
        {
            queue.Remove(this);
        }

        _queues.Clear();
        _lists?.Clear();
    }
}
