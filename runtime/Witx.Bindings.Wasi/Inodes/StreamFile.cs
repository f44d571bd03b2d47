using System;
using System.IO;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Interop;

namespace Witx.Bindings.Wasi;

/// <summary>
/// A stream of the embedder. It is written straight from guest memory. It is read into a buffer of the host's, since a read that is under
/// way outlives the guest that asked for it: the next one finds what it brought.
/// </summary>
/// <param name="stream">The stream. It stays the embedder's to dispose.</param>
internal sealed class StreamFile(Stream stream) : FileHandle
{
    private const int BufferLength = 1 << 16;

    private readonly Turn _reading = new();
    private readonly Turn _writing = new();
    private readonly WaitQueue _changed = new();

    // Touched by who has the turn to read.
    private byte[] _buffer = [];
    private Task<int>? _arriving;
    private int _start;
    private int _end;

    internal override bool HasOffsets => false;

    public override void Dispose()
    {
        if (stream.CanWrite)
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
        _writing.TakeSoon();
        try
        {
            stream.Flush();
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

    internal override Errno Write(OpenFile file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        Errno answer = _writing.Take(waiter);
        if (answer != Errno.Success)
        {
            return answer;
        }

        try
        {
            for (int i = 0; i < vectors.Count; i++)
            {
                stream.Write(vectors[i]);
                count += (uint)vectors[i].Length;
            }

            return Errno.Success;
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

    internal override Errno Read(OpenFile file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        if (file.IsNonblocking ? !_reading.TryTake() : _reading.Take(waiter) != Errno.Success)
        {
            return file.IsNonblocking ? Errno.Again : Errno.Intr;
        }

        try
        {
            Errno answer = Errno.Success;
            while (vectors.Length > 0 && answer == Errno.Success && !HasArrived(vectors.Length))
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

    internal override uint Edges => _changed.Changes;

    internal override Readiness Poll(PollEvents interest, Waiter waiter)
    {
        PollEvents ready = interest & PollEvents.Writable;
        ulong bytes = 0;
        waiter.Watch(_changed);
        if (interest.HasFlag(PollEvents.Readable) && _reading.TryTake())
        {
            try
            {
                ready |= HasArrived(BufferLength) ? PollEvents.Readable : 0;
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
    private bool HasArrived(int wanted)
    {
        if (_start == _end && _arriving is null)
        {
            if (_buffer.Length < Math.Min(wanted, BufferLength))
            {
                _buffer = new byte[Math.Min(wanted, BufferLength)];
            }

            _arriving = Ask(_buffer);
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
                waiter.Watch(_changed);
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
