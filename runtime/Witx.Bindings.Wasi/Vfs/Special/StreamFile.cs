using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>
/// A stream of the embedder. A guest that nobody can cancel writes it directly from its memory. Otherwise a worker thread writes it from a buffer
/// of the host, and reads it, because a stream may block and the guest's thread must be released within a bounded time. A read outlives the guest
/// that started it: the next read takes its bytes.
/// </summary>
/// <param name="stream">The stream. The embedder disposes it.</param>
/// <param name="cancellation">The token of the run. It ends the wait for the flush when the file is closed.</param>
internal sealed class StreamFile(Stream stream, CancellationToken cancellation = default) : FileHandle
{
    private const int BufferLength = 1 << 16;

    // How long a call that must not wait, or was cancelled, gives the stream to take bytes.
    private static readonly TimeSpan GraceTime = TimeSpan.FromMilliseconds(50);

    private readonly bool _neverBlocks =
        stream == Stream.Null || stream.GetType() == typeof(MemoryStream) || stream is FileStream { CanSeek: true } or TextStream { NeverBlocks: true };

    private readonly InterruptibleMutex _reading = new();
    private readonly InterruptibleMutex _writing = new();
    private readonly WaitQueue _changed = new();
    private StreamWorker? _worker;

    // Used by the thread that has the turn to write. The buffer belongs to the worker while a write is pending.
    private byte[] _outgoing = [];
    private Task<bool>? _pending;
    private bool _isWritten;

    // Used by the thread that has the turn to read.
    private byte[] _buffer = [];
    private Task<int>? _arriving;
    private int _start;
    private int _end;

    internal override bool HasOffsets => false;

    // Most streams never need one.
    private StreamWorker Worker => LazyInitializer.EnsureInitialized(ref _worker, static () => new StreamWorker());

    public override void Dispose()
    {
        if (_isWritten)
        {
            _ = Sync();
        }
    }

    internal override Errno GetStat(out Filestat stat)
    {
        stat = new(0, 0, Filetype.Unknown, 1, 0, 0, 0, 0);
        return Errno.Success;
    }

    internal override Errno Sync()
    {
        _writing.AcquireBySpinning();
        try
        {
            if (_pending is { IsCompleted: false })
            {
                // The stream blocks. It is flushed when it takes the bytes.
                _ = Worker.Run(Flush);
                return Errno.Success;
            }

            if (_neverBlocks || !cancellation.CanBeCanceled)
            {
                _ = Flush();
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
            _writing.Release();
        }
    }

    internal override Errno DataSync() => Sync();

    internal override Errno DataSync(Waiter waiter) => Sync(waiter);

    internal override Errno Sync(Waiter waiter)
    {
        if (_neverBlocks || !waiter.MayBeInterrupted)
        {
            return Sync();
        }

        Errno error = _writing.Acquire(waiter);
        if (error != Errno.Success)
        {
            return error;
        }

        try
        {
            error = Settle(waiter);
            if (error == Errno.Success)
            {
                _pending = Worker.Run(Flush);
                error = Settle(waiter);
            }

            return error;
        }
        catch (Exception e) when (IsFailure(e))
        {
            return Errno.Io;
        }
        finally
        {
            _writing.Release();
        }
    }

    internal override Errno Write(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        Errno answer = _writing.Acquire(waiter);
        if (answer != Errno.Success)
        {
            return answer;
        }

        _isWritten = true;
        try
        {
            if (!_neverBlocks && (waiter.MayBeInterrupted || file.IsNonblocking))
            {
                return WriteByWorker(file, vectors, waiter, ref count);
            }

            answer = Settle(waiter);
            for (int i = 0; i < vectors.Count && answer == Errno.Success; i++)
            {
                for (int start = 0; start < vectors[i].Length; start += IoVectors.MaxUnchecked)
                {
                    waiter.ThrowIfEnded();
                    ReadOnlySpan<byte> part = vectors[i][start..];
                    part = part[..Math.Min(part.Length, IoVectors.MaxUnchecked)];
                    stream.Write(part);
                    count += (uint)part.Length;
                }
            }

            return answer;
        }
        catch (Exception e) when (IsFailure(e))
        {
            return count > 0 ? Errno.Success : Errno.Io;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Copies the bytes in parts, so that a call which the guest's thread leaves never uses the guest's memory.</summary>
    private Errno WriteByWorker(OpenFileDescription file, in IoVectors vectors, Waiter waiter, ref uint count)
    {
        Errno answer = file.IsNonblocking ? TrySettle() : Settle(waiter);
        while (answer == Errno.Success && count < vectors.Length)
        {
            int length = Math.Min(vectors.Length - (int)count, BufferLength);
            if (_outgoing.Length < length)
            {
                _outgoing = new byte[length];
            }

            byte[] bytes = _outgoing;
            _ = vectors.CopyTo(bytes.AsSpan(0, length), (int)count);
            _pending = Worker.Run(() =>
            {
                stream.Write(bytes.AsSpan(0, length));
                return true;
            });
            answer = file.IsNonblocking ? TrySettle() : Settle(waiter);

            // A signal, or a stream that takes its time: the bytes are written later nevertheless.
            count += answer is Errno.Success or Errno.Intr or Errno.Again ? (uint)length : 0;
        }

        return count > 0 ? Errno.Success : answer;
    }

    /// <summary>Waits until the stream has taken what was written before.</summary>
    private Errno Settle(Waiter waiter)
    {
        Errno answer = _pending is { IsCompleted: false } pending ? waiter.WaitUntilReady(pending) : Errno.Success;
        return answer == Errno.Success ? TakeResult() : answer;
    }

    /// <summary>The same for a call that must not wait.</summary>
    private Errno TrySettle()
    {
        if (_pending is { IsCompleted: false } pending)
        {
            // WhenAny, because Wait on the task itself throws the exception of the stream.
            if (!Task.WhenAny(pending).Wait(GraceTime))
            {
                return Errno.Again;
            }
        }

        return TakeResult();
    }

    private Errno TakeResult()
    {
        Task<bool>? pending = _pending;
        _pending = null;
        _ = pending?.GetAwaiter().GetResult();
        return Errno.Success;
    }

    /// <summary>Waits for the flush until the run is cancelled. A flush that is not done soon after that goes on without the run.</summary>
    private void FlushByWorker()
    {
        Task<bool> flush = Worker.Run(Flush);
        Task done = Task.WhenAny(flush);
        try
        {
            done.Wait(cancellation);
        }
        catch (OperationCanceledException)
        {
            if (!done.Wait(GraceTime))
            {
                return;
            }
        }

        _ = flush.GetAwaiter().GetResult();
    }

    private bool Flush()
    {
        stream.Flush();
        return true;
    }

    internal override Errno Read(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        if (file.IsNonblocking ? !_reading.TryAcquire() : _reading.Acquire(waiter) != Errno.Success)
        {
            return file.IsNonblocking ? Errno.Again : Errno.Intr;
        }

        try
        {
            Errno answer = Errno.Success;
            while (vectors.Length > 0 && answer == Errno.Success && !HasArrived(vectors.Length, file.IsNonblocking || waiter.MayBeInterrupted))
            {
                answer = file.IsNonblocking ? Errno.Again : Arrival(waiter);
            }

            return answer == Errno.Success ? Take(vectors, out count) : answer;
        }
        finally
        {
            _reading.Release();
            _changed.Wake();
        }
    }

    internal override uint Edges => _changed.ChangeCount;

    internal override Readiness Poll(PollEvents interest, Waiter waiter)
    {
        PollEvents ready = interest & PollEvents.Writable;
        ulong bytes = 0;
        waiter.Register(_changed);
        if (interest.HasFlag(PollEvents.Readable) && _reading.TryAcquire())
        {
            try
            {
                ready |= HasArrived(BufferLength, mustNotBlock: true) ? PollEvents.Readable : 0;
                bytes = (ulong)(_end - _start);
            }
            finally
            {
                _reading.Release();
            }
        }

        return new(ready, bytes);
    }

    private static bool IsFailure(Exception exception) => exception is IOException or ObjectDisposedException or NotSupportedException;

    /// <summary>Whether there is something to take, be it the end or a failure. Asks the stream for more when there is not.</summary>
    private bool HasArrived(int wanted, bool mustNotBlock)
    {
        if (_start == _end && _arriving is null)
        {
            if (_buffer.Length < Math.Min(wanted, BufferLength))
            {
                _buffer = new byte[Math.Min(wanted, BufferLength)];
            }

            byte[] buffer = _buffer;
            _arriving = mustNotBlock && !_neverBlocks ? Worker.Run(() => Ask(buffer)).Unwrap() : Ask(buffer);
            if (!_arriving.IsCompleted)
            {
                _ = _arriving.ContinueWith(
                    static (_, changed) => ((WaitQueue)changed!).Wake(),
                    _changed,
                    default,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }
        }

        return _start < _end || _arriving is { IsCompleted: true };
    }

    private Task<int> Ask(byte[] buffer)
    {
        try
        {
            return stream.ReadAsync(buffer).AsTask();
        }
        catch (Exception e) when (IsFailure(e))
        {
            return Task.FromException<int>(e);
        }
    }

    private Errno Arrival(Waiter waiter)
    {
        try
        {
            while (true)
            {
                waiter.Begin();
                waiter.Register(_changed);
                Errno answer = _arriving is { IsCompleted: false } ? waiter.Wait(null) : Errno.Success;
                if (answer != Errno.Success || _arriving is not { IsCompleted: false })
                {
                    return answer;
                }
            }
        }
        finally
        {
            waiter.Clear();
        }
    }

    private Errno Take(in IoVectors vectors, out uint count)
    {
        count = 0;
        if (_arriving is { IsCompleted: true } arrived)
        {
            _arriving = null;
            try
            {
                (_start, _end) = (0, arrived.GetAwaiter().GetResult());
            }
            catch (Exception e) when (IsFailure(e))
            {
                return Errno.Io;
            }
        }

        count = (uint)vectors.CopyFrom(_buffer.AsSpan(_start, _end - _start));
        _start += (int)count;
        return Errno.Success;
    }
}
