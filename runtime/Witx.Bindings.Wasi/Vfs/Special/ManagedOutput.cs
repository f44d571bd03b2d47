using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>
/// Standard output or standard error to a stream of the embedder. A guest that cannot be cancelled writes directly from its memory.
/// </summary>
/// <param name="stream">The stream. The embedder disposes it.</param>
/// <param name="cancellation">The token of the run. It ends the wait for the flush when the output is closed.</param>
internal sealed class ManagedOutput(Stream stream, CancellationToken cancellation = default) : ManagedStream(stream, HostOpen.Write)
{
    // The time that a nonblocking call, or a close after cancellation, waits for the stream.
    private static readonly TimeSpan s_graceTime = TimeSpan.FromMilliseconds(50);

    private readonly InterruptibleMutex _gate = new();

    // Used by the owner of the mutex. The buffer belongs to the worker while a write is pending.
    private byte[] _buffer = [];
    private Task<bool>? _pending;
    private bool _isWritten;

    internal override Errno Sync(Waiter waiter)
    {
        if (NeverBlocks || !waiter.MayBeInterrupted)
        {
            return FlushWithoutWaiter();
        }

        Errno error = _gate.Acquire(waiter);
        if (error != Errno.Success)
        {
            return error;
        }

        try
        {
            error = WaitForPending(waiter);
            if (error == Errno.Success)
            {
                _pending = Worker.Run(FlushStream);
                error = WaitForPending(waiter);
            }

            return error;
        }
        catch (Exception e) when (IsFailure(e))
        {
            return Errno.Io;
        }
        finally
        {
            _gate.Release();
        }
    }

    internal override Errno DataSync(Waiter waiter) => Sync(waiter);

    internal override Errno Write(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        Errno error = _gate.Acquire(waiter);
        if (error != Errno.Success)
        {
            return error;
        }

        _isWritten = true;
        try
        {
            return !NeverBlocks && (waiter.MayBeInterrupted || file.IsNonblocking)
                ? WriteByWorker(file, vectors, waiter, ref count)
                : WriteDirectly(vectors, waiter, ref count);
        }
        catch (Exception e) when (IsFailure(e))
        {
            return count > 0 ? Errno.Success : Errno.Io;
        }
        finally
        {
            _gate.Release();
        }
    }

    internal override void Close()
    {
        if (_isWritten)
        {
            _ = FlushWithoutWaiter();
        }
    }

    /// <summary>Writes from guest memory, in parts between which the guest can be cancelled.</summary>
    private Errno WriteDirectly(in IoVectors vectors, Waiter waiter, ref uint count)
    {
        Errno error = WaitForPending(waiter);
        for (int i = 0; i < vectors.Count && error == Errno.Success; i++)
        {
            for (int start = 0; start < vectors[i].Length; start += IoVectors.MaxPartLength)
            {
                waiter.ThrowIfEnded();
                ReadOnlySpan<byte> part = vectors[i][start..];
                part = part[..Math.Min(part.Length, IoVectors.MaxPartLength)];
                Stream.Write(part);
                count += (uint)part.Length;
            }
        }

        return error;
    }

    /// <summary>Writes copies, so that a write does not use guest memory after the guest's thread has stopped to wait for it.</summary>
    private Errno WriteByWorker(OpenFileDescription file, in IoVectors vectors, Waiter waiter, ref uint count)
    {
        Errno error = file.IsNonblocking ? TryCompletePending() : WaitForPending(waiter);
        while (error == Errno.Success && count < vectors.Length)
        {
            int length = Math.Min(vectors.Length - (int)count, MaxBufferLength);
            if (_buffer.Length < length)
            {
                _buffer = new byte[length];
            }

            byte[] bytes = _buffer;
            _ = vectors.CopyTo(bytes.AsSpan(0, length), (int)count);
            _pending = Worker.Run(() =>
            {
                Stream.Write(bytes.AsSpan(0, length));
                return true;
            });
            error = file.IsNonblocking ? TryCompletePending() : WaitForPending(waiter);

            // After a signal, or if the stream is slow, the worker still writes the bytes, so they count as written.
            count += error is Errno.Success or Errno.Intr or Errno.Again ? (uint)length : 0;
        }

        return count > 0 ? Errno.Success : error;
    }

    /// <summary>Waits until the pending write or flush of the stream has completed.</summary>
    private Errno WaitForPending(Waiter waiter)
    {
        Errno error = _pending is { IsCompleted: false } pending ? waiter.WaitUntilReady(pending) : Errno.Success;
        return error == Errno.Success ? TakePendingResult() : error;
    }

    /// <returns><c>Errno.Again</c> (EAGAIN) if the pending write or flush does not complete within the grace time.</returns>
    private Errno TryCompletePending()
    {
        // WhenAny, because Wait on the task itself throws the exception of the stream.
        bool isPending = _pending is { IsCompleted: false } pending && !Task.WhenAny(pending).Wait(s_graceTime);
        return isPending ? Errno.Again : TakePendingResult();
    }

    private Errno TakePendingResult()
    {
        Task<bool>? pending = _pending;
        _pending = null;
        _ = pending?.GetAwaiter().GetResult();
        return Errno.Success;
    }

    /// <summary>Flushes the stream when the guest's thread needs no release, or no longer waits.</summary>
    private Errno FlushWithoutWaiter()
    {
        _gate.AcquireBySpinning();
        try
        {
            if (_pending is { IsCompleted: false })
            {
                // The stream blocks. The worker flushes it after the pending write.
                _ = Worker.Run(FlushStream);
            }
            else if (NeverBlocks || !cancellation.CanBeCanceled)
            {
                _ = FlushStream();
            }
            else
            {
                FlushByWorker();
            }

            return Errno.Success;
        }
        catch (Exception e) when (IsFailure(e))
        {
            return Errno.Io;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Waits for the flush until the run is cancelled, and then for the grace time. The worker completes a longer flush.</summary>
    private void FlushByWorker()
    {
        Task<bool> flush = Worker.Run(FlushStream);
        Task done = Task.WhenAny(flush);
        try
        {
            done.Wait(cancellation);
        }
        catch (OperationCanceledException)
        {
            if (!done.Wait(s_graceTime))
            {
                return;
            }
        }

        _ = flush.GetAwaiter().GetResult();
    }

    private bool FlushStream()
    {
        Stream.Flush();
        return true;
    }
}
