using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>
/// The processes of a run: the one that the embedder started, which has the identifier 1, and those that it and its children started. A
/// process that has ended is kept until its parent has waited for it. Thread-safe.
/// </summary>
internal sealed class ProcessTable
{
    private readonly WasiProcess _root;
    private readonly Lock _gate = new();
    private readonly WaitQueue _changes = new();
    private readonly Dictionary<uint, WasiProcess> _processes = [];

    private readonly ProcessIds _ids = new();
    private readonly StartRate _starts;
    private int _threads;
    private int _reserved;
    private int _running;
    private bool _isClosed;

    /// <summary>Creates the table of a run.</summary>
    /// <param name="root">The process that the embedder started.</param>
    internal ProcessTable(WasiProcess root)
    {
        _root = root;
        _processes.Add(WasiProcess.FirstId, root);
        _starts = new StartRate(root.Limits.MaxProcessStarts);
        Memory = new MemoryBudget(root.Limits.MaxTotalMemory, (long)root.Limits.MaxProcesses + root.Limits.MaxThreads);
        Memory.Admit(RootMemory);
        _ = Memory.TryReserve(RootMemory);
    }

    /// <summary>The memory that all processes can use. That of the first process is reserved until the run ends.</summary>
    internal MemoryBudget Memory { get; }

    /// <summary>The fuel of all threads and processes; null if the engine of the first process does not count it.</summary>
    internal FuelBudget? Fuel { get; set; }

    /// <summary>The entries of processes, threads, contexts and identifiers, without those of the first process. For tests.</summary>
    internal int EntryCount
    {
        get
        {
            lock (_gate)
            {
                return _processes.Count - 1 + _ids.Count - 1 + _reserved + _running + _threads;
            }
        }
    }

    /// <summary>The linear memory and the stack of the first process, whatever program it executes.</summary>
    private long RootMemory => Math.Min(_root.Limits.MaxMemory, long.MaxValue / 2) + MemoryBudget.StackSize;

    /// <summary>Reserves an identifier for a thread.</summary>
    /// <param name="memory">The memory of its stack and its tables in bytes.</param>
    /// <param name="id">The identifier; 0 on failure.</param>
    /// <returns>False beyond <see cref="WasiLimits.MaxThreads"/> or <see cref="WasiLimits.MaxTotalMemory"/>.</returns>
    internal bool TryAddThread(long memory, out uint id)
    {
        lock (_gate)
        {
            bool isAdded = TryAddContext(memory) == Errno.Success;
            id = isAdded ? _ids.Take() : 0;
            return isAdded;
        }
    }

    /// <summary>Frees the identifier and the memory of a thread.</summary>
    internal void RemoveThread(uint id, long memory)
    {
        lock (_gate)
        {
            _ids.Return(id);
            RemoveContext(memory);
        }
    }

    /// <summary>Counts a context, which needs as much as a thread.</summary>
    /// <param name="memory">The memory of its stack and its tables in bytes.</param>
    /// <returns>
    /// <c>Errno.Again</c> (EAGAIN) beyond <see cref="WasiLimits.MaxThreads"/>, <c>Errno.Nomem</c> (ENOMEM) beyond
    /// <see cref="WasiLimits.MaxTotalMemory"/>.
    /// </returns>
    internal Errno TryAddContext(long memory)
    {
        lock (_gate)
        {
            if (_threads >= _root.Limits.MaxThreads)
            {
                return Errno.Again;
            }

            if (!Memory.TryReserve(memory))
            {
                return Errno.Nomem;
            }

            _threads++;
            return Errno.Success;
        }
    }

    /// <summary>Counts a context less, and frees its memory.</summary>
    internal void RemoveContext(long memory)
    {
        lock (_gate)
        {
            _threads--;
            Memory.Release(memory);
        }
    }

    /// <summary>
    /// Reserves an identifier and a stack for a process that is about to start. A copy that uses the memory of its parent (<c>vfork</c>)
    /// has the stack for the program that it is about to execute.
    /// </summary>
    /// <returns>
    /// <c>Errno.Again</c> (EAGAIN) beyond <see cref="WasiLimits.MaxProcesses"/> or <see cref="WasiLimits.MaxProcessStarts"/>,
    /// <c>Errno.Nomem</c> (ENOMEM) beyond <see cref="WasiLimits.MaxTotalMemory"/>.
    /// </returns>
    internal Errno TryReserve(out uint id)
    {
        lock (_gate)
        {
            id = 0;
            if (_isClosed || _processes.Count + _reserved > _root.Limits.MaxProcesses || !_starts.TryCount(_root.HostTime))
            {
                return Errno.Again;
            }

            if (!Memory.TryReserve(MemoryBudget.StackSize))
            {
                return Errno.Nomem;
            }

            _reserved++;
            id = _ids.Take();
            return Errno.Success;
        }
    }

    /// <summary>Gives up the identifier of a process that could not be created.</summary>
    internal void CancelReservation(uint id)
    {
        lock (_gate)
        {
            _reserved--;
            _ids.Return(id);
            Memory.Release(MemoryBudget.StackSize);
        }
    }

    /// <summary>Adds a process with a reserved identifier. It is visible to other processes from now on.</summary>
    internal void Add(WasiProcess process)
    {
        lock (_gate)
        {
            _reserved--;
            _processes.Add(process.Id, process);
        }
    }

    /// <summary>Notes that a thread of the host runs the process, and adds it if it was not visible before.</summary>
    /// <returns>False if the run is about to end, so that the process must not run.</returns>
    internal bool TryRun(WasiProcess process)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            process.IsRunning = true;
            _running++;
            if (_processes.TryAdd(process.Id, process))
            {
                _reserved--;
            }

            return true;
        }
    }

    /// <summary>Notes that the start of a process failed, so that no thread of the host runs it. It may have ended already.</summary>
    internal void StopRunning(WasiProcess process)
    {
        lock (_gate)
        {
            _running -= process.IsRunning ? 1 : 0;
            process.IsRunning = false;
        }

        _changes.Wake();
    }

    /// <summary>Removes a process whose program could not be started, as if it had never existed.</summary>
    internal void Remove(WasiProcess process)
    {
        lock (_gate)
        {
            if (!_processes.Remove(process.Id))
            {
                _reserved--;
            }

            _ids.Return(process.Id);
            ReleaseStack(process);
        }

        _changes.Wake();
    }

    /// <summary>Finds a process that runs or waits to be reaped.</summary>
    internal WasiProcess? Find(uint id)
    {
        lock (_gate)
        {
            return _processes.GetValueOrDefault(id);
        }
    }

    /// <summary>Lists the children of a process that have not ended.</summary>
    internal IReadOnlyList<WasiProcess> GetChildren(WasiProcess parent)
    {
        lock (_gate)
        {
            return [.. _processes.Values.Where(process => process.Parent == parent && process.ExitStatus is null)];
        }
    }

    /// <summary>Lists all processes that have not ended.</summary>
    internal IReadOnlyList<WasiProcess> GetAll()
    {
        lock (_gate)
        {
            return [.. _processes.Values.Where(static process => process.ExitStatus is null)];
        }
    }

    /// <summary>
    /// Notes that a process has ended. Its parent can wait for it, and gets the signal <c>chld</c>; its children become those of the first
    /// process.
    /// </summary>
    internal void End(WasiProcess process, WasiExitStatus status)
    {
        WasiProcess parent;
        lock (_gate)
        {
            ReleaseStack(process);
            process.ExitStatus = status;
            parent = process.Parent!;
            foreach (WasiProcess child in _processes.Values)
            {
                child.Parent = child.Parent == process ? _root : child.Parent;
            }

            _running -= process.IsRunning ? 1 : 0;
            process.IsRunning = false;
        }

        _changes.Wake();
        parent.MainThread.Signals.Raise(Signal.Chld);
    }

    /// <summary>Waits until a child has ended, and reaps it.</summary>
    /// <param name="caller">The calling thread.</param>
    /// <param name="id">The child, or null for any.</param>
    /// <param name="waits">False to return at once if no child has ended.</param>
    /// <param name="child">The child; null if none has ended.</param>
    /// <returns>
    /// <c>Errno.Child</c> (ECHILD) if there is no such child, <c>Errno.Intr</c> (EINTR) if a signal arrived first.
    /// </returns>
    internal Errno Join(WasiThread caller, uint? id, bool waits, out WasiProcess? child)
    {
        WasiProcess parent = caller.Process;
        parent.BeginJoin();
        try
        {
            while (true)
            {
                caller.Waiter.BeginRound();
                caller.Waiter.Register(_changes);
                Errno error = TryReap(parent, id, out child);
                if (error != Errno.Again)
                {
                    return error;
                }

                if (!waits)
                {
                    return Errno.Success;
                }

                if (caller.Waiter.Wait(null) != Errno.Success)
                {
                    // The signal may be the one of the child.
                    error = TryReap(parent, id, out child);
                    return error == Errno.Again ? Errno.Intr : error;
                }
            }
        }
        finally
        {
            caller.Waiter.EndWait();
            caller.CollectFuel();
            parent.EndJoin();
        }
    }

    /// <summary>
    /// Ends all processes but the first one, and waits until they have left their guests. No process can start afterwards.
    /// </summary>
    internal void EndAll()
    {
        WasiProcess[] running;
        lock (_gate)
        {
            Memory.Release(_isClosed ? 0 : RootMemory);
            _isClosed = true;
            running = [.. _processes.Values.Where(static process => process.IsRunning)];
        }

        foreach (WasiProcess process in running)
        {
            process.Interrupt(static () => WasiExitException.FromSignal(Signal.Kill));
        }

        if (running.Length > 0)
        {
            // The clock of the processes may be a fake one, which stands still.
            using Waiter waiter = new(new ProcessShutdown(), new WasiClock(TimeProvider.System));
            WaitForEnd(waiter);
        }

        WasiProcess[] left;
        lock (_gate)
        {
            left = [.. _processes.Values.Where(process => process != _root)];
        }

        // Those that nobody has waited for, and copies that no thread runs.
        foreach (WasiProcess process in left)
        {
            if (process.ExitStatus is null)
            {
                process.Dispose();
            }

            Remove(process);
        }
    }

    private void ReleaseStack(WasiProcess process) => Memory.Release(process.ExitStatus is null ? MemoryBudget.StackSize : 0);

    private void WaitForEnd(Waiter waiter)
    {
        while (true)
        {
            waiter.BeginRound();
            waiter.Register(_changes);
            lock (_gate)
            {
                if (_running == 0)
                {
                    break;
                }
            }

            _ = waiter.Wait(null);
        }

        waiter.EndWait();
    }

    /// <returns><c>Errno.Again</c> if a child exists, and none has ended.</returns>
    private Errno TryReap(WasiProcess parent, uint? id, out WasiProcess? reaped)
    {
        lock (_gate)
        {
            bool exists = false;
            foreach (WasiProcess process in _processes.Values)
            {
                if (process.Parent == parent && (id is null || id == process.Id))
                {
                    exists = true;
                    if (process.ExitStatus is not null)
                    {
                        reaped = process;
                        _ = _processes.Remove(process.Id);
                        _ids.Return(process.Id);
                        return Errno.Success;
                    }
                }
            }

            reaped = null;
            return exists ? Errno.Again : Errno.Child;
        }
    }
}
