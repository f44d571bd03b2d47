using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>
/// Standard output or standard error to a stream of the embedder. A guest that cannot be cancelled writes to a synchronous stream directly
/// from its memory. Otherwise the bytes are copied, and the guest waits for the call of the stream.
/// </summary>
/// <param name="stream">The stream. The embedder disposes it.</param>
/// <param name="channel">The lock and the buffer of the embedder's object.</param>
/// <param name="context">The state that the standard streams of the process share.</param>
/// <param name="descriptor">The initial descriptor of the stream.</param>
internal sealed class ManagedOutput(Stream stream, OutputChannel channel, StandardStreamContext context, int descriptor)
    : ManagedStream(stream, HostOpen.Write, context, descriptor)
{
    // The time that a nonblocking call, or a close after cancellation, waits for the stream.
    private static readonly TimeSpan s_graceTime = TimeSpan.FromMilliseconds(50);

    // The time for a flush after the token has ended a write: the stream was not ready, and does not need long to fail again.
    private static readonly TimeSpan s_shortGraceTime = TimeSpan.FromMilliseconds(5);

    private readonly bool _isAsynchronous =
        stream is TextWriterStream text ? text.IsAsynchronous : stream is PipeWriterStream || AsynchronousMethods.HasWrites(stream);

    private bool _isWritten;

    internal override Errno Sync(Waiter waiter)
    {
        Errno error = channel.Gate.Acquire(waiter);
        if (error != Errno.Success)
        {
            return error;
        }

        try
        {
            error = WaitForPending(waiter);
            if (error != Errno.Success)
            {
                return error;
            }

            if (MayCallDirectly(waiter.MayBeInterrupted))
            {
                return FlushDirectly();
            }

            Begin(StartFlush(waiter.MayBeInterrupted));
            return WaitForPending(waiter);
        }
        finally
        {
            channel.Gate.Release();
        }
    }

    internal override Errno DataSync(Waiter waiter) => Sync(waiter);

    internal override Errno Write(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        Errno error = channel.Gate.Acquire(waiter);
        if (error != Errno.Success)
        {
            return error;
        }

        _isWritten = true;
        try
        {
            bool mustNotBlock = waiter.MayBeInterrupted || file.IsNonblocking;
            error = MayCallDirectly(mustNotBlock)
                ? WriteDirectly(vectors, waiter, ref count)
                : WriteCopies(file, vectors, waiter, mustNotBlock, ref count);
            return count > 0 ? Errno.Success : error;
        }
        finally
        {
            channel.Gate.Release();
        }
    }

    internal override void Close()
    {
        if (_isWritten && channel.Gate.TryAcquire(s_graceTime, Context.Cancellation))
        {
            try
            {
                FlushAtClose();
            }
            finally
            {
                channel.Gate.Release();
            }
        }
    }

    private bool MayCallDirectly(bool mustNotBlock) => NeverBlocks || !(_isAsynchronous || mustNotBlock);

    /// <summary>Writes from guest memory, in parts between which the guest can be cancelled.</summary>
    private Errno WriteDirectly(in IoVectors vectors, Waiter waiter, ref uint count)
    {
        Errno error = WaitForPending(waiter);
        for (int i = 0; i < vectors.Count && error == Errno.Success; i++)
        {
            for (int start = 0; start < vectors[i].Length && error == Errno.Success; start += IoVectors.MaxPartLength)
            {
                waiter.ThrowIfEnded();
                ReadOnlySpan<byte> part = vectors[i][start..];
                part = part[..Math.Min(part.Length, IoVectors.MaxPartLength)];
                error = WriteDirectly(part);
                count += error == Errno.Success ? (uint)part.Length : 0;
            }
        }

        return error;
    }

    private Errno WriteDirectly(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Stream.Write(bytes);
            return Errno.Success;
        }
        catch (Exception exception)
        {
            return Fail(exception);
        }
    }

    private Errno FlushDirectly()
    {
        try
        {
            Stream.Flush();
            return Errno.Success;
        }
        catch (Exception exception)
        {
            return Fail(exception);
        }
    }

    /// <summary>Writes copies, so that a write does not use guest memory after the guest's thread has stopped to wait for it.</summary>
    private Errno WriteCopies(OpenFileDescription file, in IoVectors vectors, Waiter waiter, bool mustNotBlock, ref uint count)
    {
        Errno error = file.IsNonblocking ? TryCompletePending(waiter) : WaitForPending(waiter);
        while (error == Errno.Success && count < vectors.Length)
        {
            int length = Math.Min(vectors.Length - (int)count, MaxBufferLength);
            byte[] bytes = channel.GetBuffer(length);
            _ = vectors.CopyTo(bytes.AsSpan(0, length), (int)count);
            Begin(StartWrite(bytes.AsMemory(0, length), mustNotBlock));
            error = file.IsNonblocking ? TryCompletePending(waiter) : WaitForPending(waiter);

            // After a signal, or if the stream is slow, the stream still writes the bytes, so they count as written.
            count += error is Errno.Success or Errno.Intr or Errno.Again ? (uint)length : 0;
        }

        return error;
    }

    private Task StartWrite(ReadOnlyMemory<byte> bytes, bool mustNotBlock)
    {
        if (!_isAsynchronous)
        {
            return channel.Worker.Run(() =>
            {
                Stream.Write(bytes.Span);
                return Task.CompletedTask;
            });
        }

        CancellationToken token = Context.GetCallToken();
        return Start(() => Stream.WriteAsync(bytes, token).AsTask(), mustNotBlock);
    }

    private Task StartFlush(bool mustNotBlock)
    {
        if (!_isAsynchronous)
        {
            return channel.Worker.Run(() =>
            {
                Stream.Flush();
                return Task.CompletedTask;
            });
        }

        CancellationToken token = Context.GetCallToken();
        return Start(() => Stream.FlushAsync(token), mustNotBlock);
    }

    /// <summary>Starts an asynchronous call. Even such a call may block its thread before it returns a task.</summary>
    private Task Start(Func<Task> call, bool mustNotBlock)
    {
        if (mustNotBlock)
        {
            return channel.Worker.Run(call);
        }

        try
        {
            return call();
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }
    }

    /// <summary>Makes a call the pending one. If it fails when no guest waits for it any more, its failure is recorded.</summary>
    private void Begin(Task call)
    {
        channel.Pending = new OutputChannel.PendingCall(call, this);
        if (!call.IsCompleted)
        {
            _ = call.ContinueWith(
                static (call, output) => ((ManagedOutput)output!).Fail(GetException(call)),
                this,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    /// <summary>Waits until the pending write or flush of the stream has completed.</summary>
    private Errno WaitForPending(Waiter waiter)
    {
        Errno error = channel.Pending?.Task is { IsCompleted: false } pending ? waiter.WaitUntilReady(pending) : Errno.Success;
        return error == Errno.Success ? TakePendingResult(waiter) : error;
    }

    /// <returns><c>Errno.Again</c> (EAGAIN) if the pending write or flush does not complete within the grace time.</returns>
    private Errno TryCompletePending(Waiter waiter)
    {
        // WhenAny, because Wait on the task itself throws the exception of the stream.
        bool isPending = channel.Pending?.Task is { IsCompleted: false } pending && !Task.WhenAny(pending).Wait(s_graceTime);
        return isPending ? Errno.Again : TakePendingResult(waiter);
    }

    /// <summary>Takes the result of the completed call. A failure of a call that another output started is its own.</summary>
    /// <param name="waiter">The waiter of the guest's thread, or null at the end of the process.</param>
    private Errno TakePendingResult(Waiter? waiter)
    {
        (Task? call, ManagedOutput? owner) = (channel.Pending?.Task, channel.Pending?.Owner);
        channel.Pending = null;
        if (call is null or { IsCompletedSuccessfully: true })
        {
            return Errno.Success;
        }

        Exception exception = GetException(call);
        if (exception is OperationCanceledException && owner!.Context.CancelsCalls)
        {
            if (owner == this)
            {
                // The token of the process can reach the stream before it reaches the process.
                waiter?.WaitForEnd();
            }

            return Errno.Success;
        }

        Errno error = owner!.Fail(exception);
        return owner == this ? error : Errno.Success;
    }

    /// <summary>Flushes the stream after the last write.</summary>
    private void FlushAtClose()
    {
        Task? pending = channel.Pending?.Task;
        if (pending is not null && !WaitWithGrace(pending, s_graceTime))
        {
            if (!_isAsynchronous)
            {
                // The stream blocks. The worker flushes it after the pending write.
                Begin(StartFlush(mustNotBlock: true));
            }

            return;
        }

        _ = TakePendingResult(waiter: null);
        if (MayCallDirectly(Context.Cancellation.CanBeCanceled))
        {
            _ = FlushDirectly();
            return;
        }

        Begin(StartFlush(mustNotBlock: true));
        if (WaitWithGrace(channel.Pending!.Task, pending is { IsCanceled: true } ? s_shortGraceTime : s_graceTime))
        {
            _ = TakePendingResult(waiter: null);
        }
    }

    /// <summary>Waits until the process is cancelled, and then for the grace time. A worker completes a longer synchronous call.</summary>
    private bool WaitWithGrace(Task call, TimeSpan graceTime)
    {
        Task done = Task.WhenAny(call);
        try
        {
            done.Wait(Context.Cancellation);
            return true;
        }
        catch (OperationCanceledException)
        {
            return done.Wait(graceTime);
        }
    }
}
