using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Threading;

/// <summary>Blocks a guest thread until a file is ready, a deadline passes, a signal arrives or the process ends.</summary>
/// <remarks>
/// A wait is a loop of rounds. Each round calls <see cref="BeginRound"/>, then <see cref="IPollable.Poll"/> on each file, which registers
/// the handles and queues that the file depends on. If no file is ready, <see cref="Wait"/> blocks and the next round starts.
/// <see cref="EndWait"/> ends the loop. Other threads may call <see cref="Wake"/> only.
/// </remarks>
internal sealed class Waiter : IWakeable, IDisposable
{
    private const int Idle = 0;
    private const int Parked = 1;
    private const int Woken = 2;

    private readonly ProcessShutdown _shutdown;
    private readonly WasiClock _clock;
    private readonly IInterruptSource? _interrupts;
    private PollSet? _set;
    private HashSet<WaitQueue>? _queues;
    private Dictionary<object, bool>? _epollReadiness;
    private Wakeup? _wake;
    private int _position;
    private int _state;
    private ProcessShutdown? _copy;
    private volatile bool _isInterrupted;

    /// <param name="shutdown">The shutdown of the process, which wakes the thread.</param>
    /// <param name="clock">The clock of the deadlines.</param>
    /// <param name="interrupts">The signals of the thread, or null if nothing interrupts its waits.</param>
    internal Waiter(ProcessShutdown shutdown, WasiClock clock, IInterruptSource? interrupts = null)
    {
        (_shutdown, _clock, _interrupts) = (shutdown, clock, interrupts);
        shutdown.Add(this);
    }

    /// <summary>True if this round registered host handles that no <see cref="Wait"/> has polled yet.</summary>
    internal bool HasUnpolledHandles { get; private set; }

    /// <summary>True if another thread or the embedder can end a wait of this thread, so that a host call must not block.</summary>
    internal bool MayBeInterrupted => _shutdown.CanEndConcurrently || _copy is not null;

    /// <summary>True while the thread is blocked in <see cref="Wait"/>, and nothing has woken it yet. For tests.</summary>
    internal bool IsParked => Volatile.Read(ref _state) == Parked;

    /// <summary>The time of the monotonic clock in nanoseconds. Deadlines use this clock.</summary>
    internal ulong Now => _clock.Now;

    /// <summary>
    /// The epoll instances that were polled in this round, and whether each is ready, so that each is polled once a round.
    /// </summary>
    internal Dictionary<object, bool> EpollReadiness => _epollReadiness ??= [];

    public void Dispose()
    {
        _shutdown.Remove(this);
        _wake?.Dispose();
    }

    /// <summary>Waits until an open file is ready.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="interest">The events to wait for.</param>
    /// <param name="deadline">Monotonic deadline in nanoseconds, null to wait indefinitely, or 0 to poll once.</param>
    /// <returns><c>Errno.Again</c> (EAGAIN) after the deadline, <c>Errno.Intr</c> (EINTR) if a signal arrived.</returns>
    /// <exception cref="WasiExitException">The process has exited.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    internal Errno WaitUntilReady(IPollable file, PollEvents interest, ulong? deadline = null)
    {
        try
        {
            for (bool isLate = false; ; isLate = deadline <= _clock.Now)
            {
                BeginRound();
                if (file.Poll(interest, this).IsReady)
                {
                    return Errno.Success;
                }

                Errno error = isLate ? Errno.Again : Wait(deadline);
                if (error != Errno.Success)
                {
                    return error;
                }
            }
        }
        finally
        {
            EndWait();
        }
    }

    /// <summary>Waits until a task has completed. If the wait ends early, the task continues.</summary>
    /// <returns><c>Errno.Intr</c> (EINTR) if a signal arrived first.</returns>
    /// <exception cref="WasiExitException">The process has exited.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    internal Errno WaitUntilReady(Task task)
    {
        WaitQueue done = new();
        _ = task.ContinueWith(
            static (_, done) => ((WaitQueue)done!).Wake(),
            done,
            default,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        try
        {
            while (true)
            {
                BeginRound();
                Register(done);
                Errno error = task.IsCompleted ? Errno.Success : Wait(null);
                if (error != Errno.Success || task.IsCompleted)
                {
                    return error;
                }
            }
        }
        finally
        {
            EndWait();
        }
    }

    /// <summary>Returns the monotonic deadline after a duration in nanoseconds, or null (no deadline) if it exceeds 64 bits.</summary>
    internal ulong? GetDeadline(ulong duration)
    {
        ulong now = _clock.Now;
        return duration <= ulong.MaxValue - now ? now + duration : null;
    }

    /// <summary>Sleeps until a monotonic deadline in nanoseconds, or until the thread is interrupted if it is null.</summary>
    /// <returns><c>Errno.Intr</c> (EINTR) if a signal arrived first.</returns>
    internal Errno Sleep(ulong? deadline)
    {
        Errno error = Errno.Success;
        while (error == Errno.Success && !(deadline <= _clock.Now))
        {
            BeginRound();
            error = Wait(deadline);
        }

        EndWait();
        return error;
    }

    /// <summary>Starts a round. Changes after this call end the next <see cref="Wait"/>.</summary>
    /// <exception cref="WasiExitException">The process has exited.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    internal void BeginRound()
    {
        LeaveQueues();
        (_position, HasUnpolledHandles) = (0, false);
        Interlocked.Exchange(ref _state, Idle);
        ThrowIfEnded();
    }

    /// <summary>Ends a wait: leaves all queues and drops all handles.</summary>
    internal void EndWait()
    {
        LeaveQueues();
        _set?.Truncate(0);
    }

    /// <summary>Throws the exception that unwinds the guest if the process has ended.</summary>
    /// <exception cref="WasiExitException">The process has exited.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    internal void ThrowIfEnded()
    {
        _shutdown.ThrowIfEnded();
        _copy?.ThrowIfEnded();
    }

    /// <summary>Lets the end of a copy of the process end waits too, because the thread acts for it (<c>vfork</c>).</summary>
    internal void EnterCopy(ProcessShutdown copy) => _copy = copy;

    /// <summary>Notes that the thread does not act for a copy of the process any more.</summary>
    internal void LeaveCopy() => (_copy, _isInterrupted) = (null, false);

    /// <summary>Lets the current or the next wait return <c>Errno.Intr</c> (EINTR) once.</summary>
    internal void Interrupt()
    {
        _isInterrupted = true;
        Wake();
    }

    /// <summary>Waits until the process has ended, and throws the exception that unwinds the guest.</summary>
    /// <exception cref="WasiExitException">The process has exited.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    [DoesNotReturn]
    internal void WaitForEnd()
    {
        while (true)
        {
            BeginRound();
            _ = Wait(null);
        }
    }

    /// <summary>Registers a host handle for this round. Inodes register the same handles in each round, in the same order.</summary>
    /// <returns>The events that the last <see cref="Wait"/> found on the handle. They are reported once.</returns>
    internal PollEvents Register(HostHandle handle, PollEvents interest)
    {
        PollSet set = _set ??= new PollSet();
        if (set.Has(_position, handle, interest))
        {
            return set.Take(_position++);
        }

        HasUnpolledHandles = true;
        set.Truncate(_position++);
        _ = set.Add(handle, interest);
        return PollEvents.None;
    }

    /// <summary>
    /// Registers a queue for this round. Call it before checking the state that the queue guards, so that no change is missed.
    /// </summary>
    internal void Register(WaitQueue queue)
    {
        if ((_queues ??= []).Add(queue))
        {
            queue.Add(this);
        }
    }

    /// <summary>Ends the current or the next <see cref="Wait"/> of this round. Makes a system call only if the thread is blocked.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _state, Woken) == Parked)
        {
            _wake!.Signal();
        }
    }

    /// <summary>
    /// Blocks until a registered handle or queue may have changed, or until the deadline. The caller then polls its files again.
    /// </summary>
    /// <param name="deadline">
    /// Monotonic deadline in nanoseconds, or null to wait indefinitely. A deadline in the past polls the host handles without blocking.
    /// </param>
    /// <returns><c>Errno.Intr</c> (EINTR) if a signal that the guest handles is pending.</returns>
    /// <exception cref="WasiExitException">The process has exited.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled.</exception>
    internal Errno Wait(ulong? deadline)
    {
        if (TakeInterrupt())
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

        PollSet set = _set ??= new PollSet();
        set.Truncate(_position);
        int wake = set.Add(_wake.Handle, PollEvents.Readable);
        bool woken = Interlocked.CompareExchange(ref _state, Parked, Idle) == Woken;
        _shutdown.Safepoint?.EnterWait();
        Errno error = set.Wait(woken ? 0 : timeout);
        _shutdown.Safepoint?.LeaveWait();
        if (Interlocked.Exchange(ref _state, Idle) == Woken && !woken)
        {
            TakeSignal(_wake, arrived: set[wake] != PollEvents.None);
        }

        set.Truncate(wake);
        ThrowIfEnded();
        return error == Errno.Success && TakeInterrupt() ? Errno.Intr : error;
    }

    private bool TakeInterrupt()
    {
        if (_isInterrupted)
        {
            _isInterrupted = false;
            return true;
        }

        return _interrupts?.IsPending == true;
    }

    /// <summary>
    /// Consumes the signal of the wakeup handle, and waits for it if another thread is about to send it. Otherwise it would end the
    /// next wait, or reach a closed descriptor.
    /// </summary>
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
        // Round up to the 100 ns ticks of a timer, and limit it to one day because timers have a maximum. The next round waits for
        // the rest.
        TimeSpan due = TimeSpan.FromTicks((long)Math.Min((timeout / 100) + 1, (ulong)TimeSpan.FromDays(1).Ticks));
        return _clock.Provider.CreateTimer(static waiter => ((Waiter)waiter!).Wake(), this, due, Timeout.InfiniteTimeSpan);
    }

    private void LeaveQueues()
    {
        if (_queues is { Count: > 0 })
        {
            foreach (WaitQueue queue in _queues)
            {
                queue.Remove(this);
            }

            _queues.Clear();
        }

        _epollReadiness?.Clear();
    }
}
