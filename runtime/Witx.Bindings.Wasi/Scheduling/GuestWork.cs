using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Witx.Bindings.Wasi.Scheduling;

/// <summary>Work for a thread of <see cref="GuestThreads"/>: it is executed, or it is cancelled while it waits.</summary>
internal abstract class GuestWork
{
    private const int Waiting = 0;
    private const int Started = 1;
    private const int Cancelled = 2;

    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private CancellationTokenRegistration _registration;
    private int _state = Waiting;

    protected GuestWork() => Place = new LinkedListNode<GuestWork>(this);

    /// <summary>The place in the queue.</summary>
    internal LinkedListNode<GuestWork> Place { get; }

    /// <summary>True if the work was cancelled before it was started.</summary>
    internal bool IsCancelled => Volatile.Read(ref _state) == Cancelled;

    /// <summary>Cancels the work when a token is cancelled, unless it was started. Call it before the work is queued.</summary>
    internal void Watch(GuestThreads threads, CancellationToken token) => _registration = token.UnsafeRegister(
        static (state, token) =>
        {
            (GuestWork work, GuestThreads threads) = ((GuestWork, GuestThreads))state!;
            if (Interlocked.CompareExchange(ref work._state, Cancelled, Waiting) == Waiting)
            {
                threads.Remove(work);
                work.Cancel(token);
            }
        },
        (this, threads));

    /// <summary>Runs the work with the execution context of the caller, unless it was cancelled.</summary>
    internal void Execute()
    {
        if (Interlocked.CompareExchange(ref _state, Started, Waiting) != Waiting)
        {
            return;
        }

        _registration.Dispose();
        if (_context is null)
        {
            Run();
        }
        else
        {
            ExecutionContext.Run(_context, static work => ((GuestWork)work!).Run(), this);
        }
    }

    /// <summary>Runs the work. It does not throw.</summary>
    protected abstract void Run();

    /// <summary>Completes the work as cancelled.</summary>
    protected abstract void Cancel(CancellationToken token);
}

/// <summary>Work with a result.</summary>
/// <param name="body">Runs the guest, and disposes the admission when the guest does not need it any more.</param>
/// <param name="admission">Disposed here only if the work is cancelled before it starts.</param>
internal sealed class GuestWork<T>(Func<T> body, Admission admission) : GuestWork
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task<T> Task => _completion.Task;

    protected override void Run()
    {
        T result;
        try
        {
            result = body();
        }
        catch (Exception exception)
        {
            _completion.SetException(exception);
            return;
        }

        _completion.SetResult(result);
    }

    protected override void Cancel(CancellationToken token)
    {
        admission.Dispose();
        _completion.SetCanceled(token);
    }
}
