using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Witx.Bindings.Wasi.Scheduling;

/// <summary>Admits a limited number of entrants at a time. The others wait in order; their number is limited too. Thread-safe.</summary>
/// <param name="capacity">The number of entrants that are admitted at the same time.</param>
/// <param name="maxWaiting">The number of entrants that may wait.</param>
/// <param name="resource">The resource behind the gate, as the subject of a message.</param>
internal sealed class AdmissionGate(int capacity, int maxWaiting, string resource)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private int _free = capacity;

    /// <summary>Enters, and blocks the thread until then. The caller calls <see cref="Leave"/> afterwards.</summary>
    /// <exception cref="WasiCapacityException">The queue is full, or the thread runs a guest and would have to wait.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    internal void Enter(CancellationToken token)
    {
        if (TryEnter(token, out LinkedListNode<TaskCompletionSource>? place))
        {
            return;
        }

        using (Watch(place!, token))
        {
            place!.Value.Task.GetAwaiter().GetResult();
        }
    }

    /// <summary>Enters without blocking a thread. Otherwise like <see cref="Enter"/>.</summary>
    internal Task EnterAsync(CancellationToken token)
    {
        try
        {
            return TryEnter(token, out LinkedListNode<TaskCompletionSource>? place) ? Task.CompletedTask : WaitAsync(place!, token);
        }
        catch (Exception exception) when (exception is WasiCapacityException or OperationCanceledException)
        {
            return Task.FromException(exception);
        }
    }

    /// <summary>Lets the next entrant in.</summary>
    internal void Leave()
    {
        TaskCompletionSource? next;
        lock (_gate)
        {
            next = _waiting.First?.Value;
            if (next is null)
            {
                _free++;
                return;
            }

            _waiting.RemoveFirst();
        }

        next.SetResult();
    }

    /// <summary>Enters if that is possible at once, otherwise takes a place in the queue.</summary>
    private bool TryEnter(CancellationToken token, out LinkedListNode<TaskCompletionSource>? place)
    {
        token.ThrowIfCancellationRequested();
        lock (_gate)
        {
            place = null;
            if (_free > 0)
            {
                _free--;
                return true;
            }

            if (GuestThread.IsCurrent)
            {
                throw new WasiCapacityException(
                    $"{resource} busy, and the thread runs a guest: it could wait for itself. Raise the limit, or use another thread.");
            }

            if (_waiting.Count >= maxWaiting)
            {
                throw new WasiCapacityException(
                    $"{resource} busy, and '{maxWaiting}' calls wait already. Reject the work, or raise "
                    + $"'{nameof(WasiHostOptions)}.{nameof(WasiHostOptions.MaxQueuedGuests)}'.");
            }

            place = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return false;
        }
    }

    private async Task WaitAsync(LinkedListNode<TaskCompletionSource> place, CancellationToken token)
    {
        using (Watch(place, token))
        {
            await place.Value.Task.ConfigureAwait(false);
        }
    }

    private CancellationTokenRegistration Watch(LinkedListNode<TaskCompletionSource> place, CancellationToken token) =>
        token.UnsafeRegister(
            static (state, token) =>
            {
                (AdmissionGate gate, LinkedListNode<TaskCompletionSource> place) =
                    ((AdmissionGate, LinkedListNode<TaskCompletionSource>))state!;
                lock (gate._gate)
                {
                    if (place.List is null)
                    {
                        return; // admitted already
                    }

                    gate._waiting.Remove(place);
                }

                place.Value.SetCanceled(token);
            },
            (this, place));
}
