using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>The threads that a process has started, by their identifiers. The main thread is not among them. Thread-safe.</summary>
/// <param name="process">The process.</param>
internal sealed class ThreadGroup(WasiProcess process)
{
    // The longest time between two attempts to end threads that wait in the guest's memory.
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(50);

    // Threads that wait at a word of the memory do not stop (memory.atomic.wait).
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly WaitQueue _changes = new();
    private Dictionary<uint, WasiThread?>? _threads;
    private int _contexts;
    private ulong _lastContext;
    private long _bytesRead;
    private long _bytesWritten;
    private long _calls;
    private ulong _processorTime;
    private volatile Thread? _main;
    private volatile Task? _wakeup;

    /// <summary>Starts threads; null if the process cannot have any.</summary>
    internal IThreadLauncher? Launcher { get; set; }

    /// <summary>
    /// The execution context in which the main thread began, for other threads of the process, and for the processes of the first one: it
    /// carries the embedder's activity and logging scopes.
    /// </summary>
    internal ExecutionContext? Context { get; private set; }

    /// <summary>The number of bytes that all threads but the main one have read.</summary>
    internal long BytesRead => Volatile.Read(ref _bytesRead);

    /// <summary>The number of bytes that all threads but the main one have written.</summary>
    internal long BytesWritten => Volatile.Read(ref _bytesWritten);

    /// <summary>The number of host calls of the threads that have ended, if they are counted.</summary>
    internal long Calls => Volatile.Read(ref _calls);

    /// <summary>The processor time of the threads that have ended, in nanoseconds.</summary>
    internal ulong ProcessorTime => Volatile.Read(ref _processorTime);

    /// <summary>True if there is no thread beside the main one.</summary>
    internal bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _threads is not { Count: > 0 };
            }
        }
    }

    /// <summary>Stops all threads but the calling one, and performs an action.</summary>
    /// <returns><c>Errno.Again</c> (EAGAIN) if a thread does not stop in time, or the result of the action.</returns>
    internal Errno StopOthers(Func<Errno> action)
    {
        if (process.Shutdown.Safepoint is not { } safepoint)
        {
            return action();
        }

        if (!safepoint.TryStop(CountOthers, process.IncrementEpoch!, s_stopTimeout))
        {
            return Errno.Again;
        }

        try
        {
            return action();
        }
        finally
        {
            safepoint.Release();
        }
    }

    /// <summary>Starts a thread.</summary>
    /// <param name="caller">The calling thread.</param>
    /// <param name="entry">The function that the new thread calls.</param>
    /// <param name="id">The identifier of the new thread; 0 on failure.</param>
    /// <returns>
    /// <c>Errno.Notsup</c> if the process cannot have threads, <c>Errno.Notcapable</c> if the guest lacks the function, or
    /// <c>Errno.Again</c> (EAGAIN) beyond <see cref="WasiLimits.MaxThreads"/> or <see cref="WasiLimits.MaxTotalMemory"/> or if the system
    /// refuses another thread.
    /// </returns>
    internal Errno Spawn(WasiThread caller, ThreadEntry entry, out uint id)
    {
        id = 0;
        if (Launcher is null || caller.Guest is not { } guest)
        {
            return Errno.Notsup;
        }

        if (guest.Instance.GetFunction(entry.Export) is null)
        {
            return Errno.Notcapable;
        }

        if (Add(caller) is not { } thread)
        {
            return Errno.Again;
        }

        Errno error = Launcher.Start(caller, thread, entry);
        if (error == Errno.Success)
        {
            id = thread.Id;
        }

        return error;
    }

    /// <summary>The number of contexts beside the main one of each thread.</summary>
    internal int ContextCount => Volatile.Read(ref _contexts);

    /// <summary>Counts a new context, which needs as much as a thread.</summary>
    /// <param name="id">The identifier of the context, which no other context of the process had; 0 on failure.</param>
    /// <inheritdoc cref="ProcessTable.TryAddContext" path="/returns"/>
    internal Errno TryAddContext(out ulong id)
    {
        Errno error = process.Processes.TryAddContext(Launcher!.ThreadMemory);
        bool isAdded = error == Errno.Success;
        id = isAdded ? Interlocked.Increment(ref _lastContext) : 0;
        Interlocked.Add(ref _contexts, isAdded ? 1 : 0);
        return error;
    }

    /// <summary>Removes a context that has ended, and adds its host calls and processor time to those of the process.</summary>
    /// <param name="calls">The number of its host calls, if they are counted.</param>
    /// <param name="processorTime">Its processor time in nanoseconds.</param>
    internal void RemoveContext(long calls, ulong processorTime)
    {
        Interlocked.Add(ref _calls, calls);
        Interlocked.Add(ref _processorTime, processorTime);
        Interlocked.Decrement(ref _contexts);
        process.Processes.RemoveContext(Launcher!.ThreadMemory);
    }

    /// <summary>Finds a thread that has not ended.</summary>
    internal WasiThread? Find(uint id)
    {
        lock (_gate)
        {
            return _threads?.GetValueOrDefault(id);
        }
    }

    /// <summary>Waits until a thread has ended. Returns at once if there is no such thread.</summary>
    /// <returns><c>Errno.Intr</c> (EINTR) if a signal arrived first.</returns>
    internal Errno Join(WasiThread caller, uint id)
    {
        Errno error = WaitUntil(caller.Waiter, () => !Contains(id));
        caller.CollectFuel();
        return error;
    }

    /// <summary>Waits until all threads have ended. Returns <c>Errno.Intr</c> if a signal arrived first.</summary>
    internal Errno JoinAll(WasiThread caller) => WaitUntil(caller.Waiter, () => IsEmpty);

    /// <summary>Removes a thread that has ended, and frees its resources.</summary>
    internal void Remove(WasiThread thread)
    {
        Interlocked.Add(ref _bytesRead, thread.BytesRead);
        Interlocked.Add(ref _bytesWritten, thread.BytesWritten);
        Interlocked.Add(ref _calls, thread.Calls);
        Interlocked.Add(ref _processorTime, thread.ProcessorTime);
        thread.Dispose();

        // First, because a thread that has waited for this one may start another one at once.
        process.Processes.RemoveThread(thread.Id, Launcher!.ThreadMemory);
        lock (_gate)
        {
            _ = _threads!.Remove(thread.Id);
        }

        _changes.Wake();
    }

    /// <summary>Adds the bytes, calls and processor time of another process to those of the threads of this one.</summary>
    /// <param name="process">The process, which has ended.</param>
    /// <param name="calls">The number of host calls of its main thread, if they are counted.</param>
    internal void Add(WasiProcess process, long calls)
    {
        Interlocked.Add(ref _bytesRead, process.MainThread.BytesRead + process.Threads.BytesRead);
        Interlocked.Add(ref _bytesWritten, process.MainThread.BytesWritten + process.Threads.BytesWritten);
        Interlocked.Add(ref _calls, calls + process.Threads.Calls);
        Interlocked.Add(ref _processorTime, process.MainThread.ProcessorTime + process.Threads.ProcessorTime);
    }

    /// <summary>Notes that the calling thread of the host runs the main thread of the process.</summary>
    internal void EnterMain() => (_main, Context) = (Thread.CurrentThread, ExecutionContext.Capture());

    /// <summary>Notes that the main thread of the process does not run code of the guest any more.</summary>
    internal void LeaveMain()
    {
        _main = null;
        _changes.Wake();
    }

    /// <summary>
    /// Starts to wake threads that the end of the process does not interrupt. Called once, by the thread that ends the process.
    /// </summary>
    internal void WakeAtEnd()
    {
        // A process that is about to execute another program can still be ended. The first task then goes on.
        if (Launcher is not null && _wakeup is null && (!IsEmpty || (_main is { } main && main != Thread.CurrentThread)))
        {
            Task wakeup = new(WakeAll);
            _wakeup = wakeup;
            try
            {
                new Thread(() => RunWakeup(wakeup)) { IsBackground = true, Name = "WASI wakeup" }.UnsafeStart();
            }
            catch (OutOfMemoryException)
            {
                // The system refuses another thread. The thread pool may start later, but it needs none of its own.
                wakeup.Start(TaskScheduler.Default);
            }
        }
    }

    /// <summary>Waits until all threads have ended. The process must have ended, which interrupts them.</summary>
    internal void WaitForEnd()
    {
        if (!IsEmpty)
        {
            using Waiter waiter = CreateWaiter();
            _ = WaitUntil(waiter, () => IsEmpty);
        }

        _wakeup?.Wait();
        _wakeup = null;
    }

    private static void RunWakeup(Task wakeup)
    {
        using SignalStack stack = SignalStack.Install();
        wakeup.RunSynchronously();
    }

    private static TimeSpan Min(TimeSpan first, TimeSpan second) => first < second ? first : second;

    /// <summary>Creates a waiter with the clock of the system: that of the process may be a fake one, which stands still.</summary>
    private static Waiter CreateWaiter() => new(new ProcessShutdown(), new WasiClock(TimeProvider.System));

    private void WakeAll()
    {
        using Waiter waiter = CreateWaiter();
        for (TimeSpan pause = TimeSpan.FromMilliseconds(1); !WaitForAll(waiter, pause); pause = Min(2 * pause, s_longestPause))
        {
            Launcher!.WakeAtomicWaits();
        }
    }

    private bool WaitForAll(Waiter waiter, TimeSpan time)
    {
        ulong? deadline = waiter.GetDeadline((ulong)time.TotalNanoseconds);
        return WaitUntil(waiter, () => _main is null && IsEmpty, deadline) == Errno.Success;
    }

    private int CountOthers()
    {
        lock (_gate)
        {
            return (_threads?.Count ?? 0) + (_main is null ? 0 : 1) - 1;
        }
    }

    private WasiThread? Add(WasiThread caller)
    {
        if (!process.Processes.TryAddThread(Launcher!.ThreadMemory, out uint id))
        {
            return null;
        }

        lock (_gate)
        {
            // Created for the first thread, because most guests start none.
            _threads ??= [];
            _threads.Add(id, null);
        }

        // Outside of the lock: the new thread registers with the shutdown, which calls this object while it holds its own lock.
        WasiThread thread = new(process, id) { Memory = caller.Memory };
        lock (_gate)
        {
            _threads![id] = thread;
        }

        return thread;
    }

    private bool Contains(uint id)
    {
        lock (_gate)
        {
            return _threads?.ContainsKey(id) == true;
        }
    }

    private Errno WaitUntil(Waiter waiter, Func<bool> isDone, ulong? deadline = null)
    {
        try
        {
            for (bool isLate = false; ; isLate = deadline <= waiter.Now)
            {
                waiter.BeginRound();
                waiter.Register(_changes);
                Errno error = isDone() ? Errno.Success : isLate ? Errno.Again : waiter.Wait(deadline);
                if (error != Errno.Success || isDone())
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
}
