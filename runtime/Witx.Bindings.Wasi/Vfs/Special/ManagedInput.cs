using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>
/// Standard input from a stream of the embedder. A read of the stream continues when a signal ends the wait of the guest that started it;
/// the next read of the guest returns its bytes.
/// </summary>
/// <param name="stream">The stream. The embedder disposes it.</param>
/// <param name="context">The state that the standard streams of the process share.</param>
internal sealed class ManagedInput(Stream stream, StandardStreamContext context)
    : ManagedStream(stream, HostOpen.Read, context, descriptor: 0)
{
    private readonly bool _isAsynchronous =
        stream is TextReaderStream text ? text.IsAsynchronous : AsynchronousMethods.HasReads(stream);

    private readonly InterruptibleMutex _gate = new();
    private readonly WaitQueue _changed = new();

    // Used by the owner of the mutex. The buffer belongs to the stream while a read is pending.
    private StreamWorker? _worker;
    private byte[] _buffer = [];
    private Task<int>? _pending;
    private int _start;
    private int _end;

    internal override uint ReadinessGeneration => _changed.ChangeCount;

    internal override Errno Sync(Waiter waiter) => Errno.Success;

    internal override Errno DataSync(Waiter waiter) => Errno.Success;

    internal override Errno Read(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        if (file.IsNonblocking ? !_gate.TryAcquire() : _gate.Acquire(waiter) != Errno.Success)
        {
            return file.IsNonblocking ? Errno.Again : Errno.Intr;
        }

        try
        {
            bool mustNotBlock = file.IsNonblocking || waiter.MayBeInterrupted;
            Errno error = Errno.Success;
            while (vectors.Length > 0 && error == Errno.Success && !TryFill(vectors.Length, mustNotBlock))
            {
                error = file.IsNonblocking ? Errno.Again : WaitForPendingRead(waiter);
            }

            return error == Errno.Success ? TakeBytes(vectors, waiter, out count) : error;
        }
        finally
        {
            _gate.Release();
            _changed.Wake();
        }
    }

    internal override Readiness Poll(OpenFileDescription file, PollEvents interest, Waiter waiter)
    {
        PollEvents ready = interest & PollEvents.Writable;
        ulong bytes = 0;
        waiter.Register(_changed);
        if (interest.HasFlag(PollEvents.Readable) && _gate.TryAcquire())
        {
            try
            {
                ready |= TryFill(MaxBufferLength, mustNotBlock: true) ? PollEvents.Readable : 0;
                bytes = (ulong)(_end - _start);
            }
            finally
            {
                _gate.Release();
            }
        }

        return new(ready, bytes);
    }

    /// <summary>Starts a read of the stream if the buffer is empty and no read is pending.</summary>
    /// <returns>True if bytes, the end of the stream or a failure can be returned to the guest now.</returns>
    private bool TryFill(int length, bool mustNotBlock)
    {
        if (_start == _end && _pending is null)
        {
            if (_buffer.Length < Math.Min(length, MaxBufferLength))
            {
                _buffer = new byte[Math.Min(length, MaxBufferLength)];
            }

            byte[] buffer = _buffer;
            _pending = mustNotBlock && !NeverBlocks
                ? LazyInitializer.EnsureInitialized(ref _worker, static () => new StreamWorker()).Run(() => StartRead(buffer))
                : StartRead(buffer);
            if (!_pending.IsCompleted)
            {
                _ = _pending.ContinueWith(
                    static (_, changed) => ((WaitQueue)changed!).Wake(),
                    _changed,
                    default,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }
        }

        return _start < _end || _pending is { IsCompleted: true };
    }

    private Task<int> StartRead(byte[] buffer)
    {
        try
        {
            return _isAsynchronous && !NeverBlocks
                ? Stream.ReadAsync(buffer, Context.GetCallToken()).AsTask()
                : Task.FromResult(Stream.Read(buffer));
        }
        catch (Exception exception)
        {
            return Task.FromException<int>(exception);
        }
    }

    private Errno WaitForPendingRead(Waiter waiter)
    {
        try
        {
            while (true)
            {
                waiter.BeginRound();
                waiter.Register(_changed);
                Errno error = _pending is { IsCompleted: false } ? waiter.Wait(null) : Errno.Success;
                if (error != Errno.Success || _pending is not { IsCompleted: false })
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

    /// <summary>Copies bytes of the buffer to the guest, after the result of a completed read.</summary>
    private Errno TakeBytes(in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        if (_pending is { IsCompleted: true } completed)
        {
            _pending = null;
            if (!completed.IsCompletedSuccessfully)
            {
                return TakeFailure(GetException(completed), waiter);
            }

            (_start, _end) = (0, completed.Result);
        }

        count = (uint)vectors.CopyFrom(_buffer.AsSpan(_start, _end - _start));
        _start += (int)count;
        return Errno.Success;
    }

    private Errno TakeFailure(Exception exception, Waiter waiter)
    {
        if (exception is OperationCanceledException && Context.CancelsCalls)
        {
            // The token of the process can reach the stream before it reaches the process.
            waiter.WaitForEnd();
        }

        return Fail(exception);
    }
}
