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
/// <param name="root">The process that the embedder started.</param>
internal sealed class ProcessTable(WasiProcess root)
{
    private readonly Lock _gate = new();
    private readonly WaitQueue _changes = new();
    private readonly Dictionary<uint, WasiProcess> _processes = new() { [WasiProcess.FirstId] = root };

    private readonly ProcessIds _ids = new();
    private readonly StartRate _starts = new(root.Limits.MaxProcessStarts);
    private int _threads;
    private int _reserved;
    private int _running;
    private bool _isClosed;

    /// <summary>The linear memory of all processes.</summary>
    internal MemoryBudget Memory { get; } = new(Math.Max(root.Limits.MaxTotalMemory, root.Limits.MaxMemory));

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

    /// <summary>Reserves an identifier for a thread.</summary>
    /// <returns>False beyond <see cref="WasiLimits.MaxThreads"/>.</returns>
    internal bool TryAddThread(out uint id)
    {
        lock (_gate)
        {
            id = 0;
            if (_threads >= root.Limits.MaxThreads)
            {
                return false;
            }

            _threads++;
            id = _ids.Take();
            return true;
        }
    }

    /// <summary>Frees the identifier of a thread.</summary>
    internal void RemoveThread(uint id)
    {
        lock (_gate)
        {
            _threads--;
            _ids.Return(id);
        }
    }

    /// <summary>Counts a context, which needs as much as a thread.</summary>
    /// <returns>False beyond <see cref="WasiLimits.MaxThreads"/>.</returns>
    internal bool TryAddContext()
    {
        lock (_gate)
        {
            bool isBelowLimit = _threads < root.Limits.MaxThreads;
            _threads += isBelowLimit ? 1 : 0;
            return isBelowLimit;
        }
    }

    /// <summary>Counts a context less.</summary>
    internal void RemoveContext()
    {
        lock (_gate)
        {
            _threads--;
        }
    }

    /// <summary>Reserves an identifier for a process that is about to start.</summary>
    /// <returns>
    /// <c>Errno.Again</c> (EAGAIN) beyond <see cref="WasiLimits.MaxProcesses"/> or <see cref="WasiLimits.MaxProcessStarts"/>.
    /// </returns>
    internal Errno TryReserve(out uint id)
    {
        lock (_gate)
        {
            id = 0;
            if (_isClosed || _processes.Count + _reserved > root.Limits.MaxProcesses || !_starts.TryCount(root.HostTime))
            {
                return Errno.Again;
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
            process.ExitStatus = status;
            parent = process.Parent!;
            foreach (WasiProcess child in _processes.Values)
            {
                child.Parent = child.Parent == process ? root : child.Parent;
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
            left = [.. _processes.Values.Where(process => process != root)];
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
