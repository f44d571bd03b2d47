using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>
/// Calls a stream of the embedder on a separate thread, one call after the other, so that the guest's thread can be released while a call
/// blocks. The thread ends after <see cref="IdleTime"/> without a call.
/// </summary>
internal sealed class StreamWorker
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(2);

    // Monitor rather than Lock, because the thread waits on it.
    private readonly object _gate = new();
    private readonly Queue<Action> _calls = [];
    private Thread? _thread;

    /// <summary>Queues a call.</summary>
    /// <returns>The task of the call. Continuations may run on the thread and must return at once.</returns>
    internal Task Run(Func<Task> call) => Enqueue(call).Unwrap();

    /// <summary>Queues a call with a result.</summary>
    /// <returns>The task of the call. Continuations may run on the thread and must return at once.</returns>
    internal Task<T> Run<T>(Func<Task<T>> call) => Enqueue(call).Unwrap();

    private Task<T> Enqueue<T>(Func<T> call)
    {
        TaskCompletionSource<T> done = new();
        lock (_gate)
        {
            if (_thread is null)
            {
                Thread thread = new(Work) { IsBackground = true, Name = "Witx.Bindings.Wasi stream" };
                try
                {
                    thread.Start();
                }
                catch (OutOfMemoryException exception)
                {
                    return Task.FromException<T>(new IOException("The system refuses to start a thread for the stream.", exception));
                }

                _thread = thread;
            }

            _calls.Enqueue(() => Complete(done, call));
            Monitor.Pulse(_gate);
        }

        return done.Task;
    }

    private static void Complete<T>(TaskCompletionSource<T> done, Func<T> call)
    {
        try
        {
            done.SetResult(call());
        }
        catch (Exception e)
        {
            done.SetException(e);

            // Marks it as observed: the guest that waited for it may be gone.
            _ = done.Task.Exception;
        }
    }

    private void Work()
    {
        while (TryTake(out Action? call))
        {
            call!();
        }
    }

    private bool TryTake(out Action? call)
    {
        lock (_gate)
        {
            while (!_calls.TryDequeue(out call))
            {
                if (!Monitor.Wait(_gate, IdleTime) && _calls.Count == 0)
                {
                    _thread = null;
                    return false;
                }
            }

            return true;
        }
    }
}
