using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Scheduling;

/// <summary>
/// Runs actions on threads of their own at once, and keeps idle threads for later actions: starting a thread of the system takes longer
/// than creating an instance. The number of actions is not limited here. Thread-safe.
/// </summary>
internal sealed class ThreadCache
{
    private const string Name = "WASI thread";

    private static readonly TimeSpan s_idleTime = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly List<Worker> _idle = [];
    private bool _isClosed;

    /// <summary>Runs an action, which does not throw, on another thread.</summary>
    /// <param name="action">The action.</param>
    /// <param name="name">The name of the thread during the action. A thread keeps it until its next action.</param>
    /// <param name="context">The execution context of the action; null for the default one.</param>
    /// <exception cref="OutOfMemoryException">The system refuses another thread.</exception>
    internal void Run(Action action, string name = Name, ExecutionContext? context = null)
    {
        Work work = new(action, name, context);
        Worker? worker = null;
        lock (_gate)
        {
            if (_idle.Count > 0)
            {
                worker = _idle[^1];
                _idle.RemoveAt(_idle.Count - 1);
                worker.Next = work;
            }
        }

        if (worker is null)
        {
            new Thread(new Worker(this, work).Run, MemoryBudget.StackSize) { IsBackground = true, Name = name }.UnsafeStart();
        }
        else
        {
            _ = worker.Signal.Release();
        }
    }

    /// <summary>Ends idle threads at once. Others end with their action.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (Worker worker in _idle)
            {
                _ = worker.Signal.Release();
            }
        }
    }

    /// <summary>An action, with the name of its thread and its execution context.</summary>
    private sealed record Work(Action Action, string Name, ExecutionContext? Context)
    {
        internal void Execute()
        {
            Thread thread = Thread.CurrentThread;
            if (thread.Name != Name)
            {
                thread.Name = Name;
            }

            if (Context is null)
            {
                Action();
            }
            else
            {
                ExecutionContext.Run(Context, static action => ((Action)action!)(), Action);
            }
        }
    }

    /// <summary>A thread of the system, and its next action.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "A signal may come late, and without a wait handle there is nothing to dispose.")]
    private sealed class Worker(ThreadCache cache, Work first)
    {
        internal SemaphoreSlim Signal { get; } = new(0);

        internal Work? Next { get; set; } = first;

        internal void Run()
        {
            using SignalStack stack = SignalStack.Install();
            while (Take() is { } work)
            {
                work.Execute();
            }
        }

        private Work? Take()
        {
            lock (cache._gate)
            {
                if (Next is null && cache._isClosed)
                {
                    return null;
                }

                if (Next is null)
                {
                    cache._idle.Add(this);
                }
            }

            // The first action is there from the start. A signal comes with an action, or when the cache is closed.
            if (Next is null)
            {
                _ = Signal.Wait(s_idleTime);
            }

            lock (cache._gate)
            {
                Work? work = Next;
                Next = null;
                if (work is null)
                {
                    _ = cache._idle.Remove(this);
                }

                return work;
            }
        }
    }
}
