using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>
/// Something without offsets whose writes are collected, so that many small ones become one. Who needs them out hands them on by
/// <see cref="Flush"/>: before the guest waits, synchronises or closes it, and when it ends.
/// </summary>
/// <param name="inner">What is written in the end. It is closed with this.</param>
/// <param name="capacity">How many bytes are held back at most.</param>
internal sealed class BufferedFile(FileHandle inner, int capacity) : FileHandle
{
    private readonly InterruptibleMutex _writing = new();
    private readonly byte[] _buffer = new byte[capacity];
    private readonly IoVector[] _rest = new IoVector[1];

    // Touched by who has the turn.
    private int _start;
    private int _end;

    internal override bool HasOffsets => false;

    internal override uint Edges => inner.Edges;

    public override void Dispose()
    {
        _start = _end;
        inner.Dispose();
    }

    internal override Errno GetStat(out Filestat stat) => inner.GetStat(out stat);

    internal override Errno Sync() => inner.Sync();

    internal override Errno Sync(Waiter waiter) => inner.Sync(waiter);

    internal override Errno DataSync() => inner.DataSync();

    internal override Errno DataSync(Waiter waiter) => inner.DataSync(waiter);

    internal override Readiness Poll(PollEvents interest, Waiter waiter) => inner.Poll(interest, waiter);

    internal override Errno Write(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        Errno error = _writing.Acquire(waiter);
        if (error != Errno.Success)
        {
            return error;
        }

        try
        {
            error = vectors.Length > capacity - _end ? HandOn(file, waiter) : Errno.Success;
            if (error != Errno.Success)
            {
                return error;
            }

            if (vectors.Length > capacity)
            {
                return inner.Write(file, vectors, waiter, out count);
            }

            int copied = vectors.CopyTo(_buffer.AsSpan(_end));
            _end += copied;
            count = (uint)copied;
            return Errno.Success;
        }
        finally
        {
            _writing.Release();
        }
    }

    internal override Errno Flush(OpenFileDescription file, Waiter waiter)
    {
        Errno error = _writing.Acquire(waiter);
        if (error != Errno.Success)
        {
            return error;
        }

        try
        {
            return HandOn(file, waiter);
        }
        finally
        {
            _writing.Release();
        }
    }

    private Errno HandOn(OpenFileDescription file, Waiter waiter)
    {
        while (_start < _end)
        {
            _rest[0] = new IoVector((ulong)_start, (ulong)(_end - _start));
            Errno error = inner.Write(file, new IoVectors(new GuestMemory(_buffer), _rest), waiter, out uint count);
            _start += (int)count;
            if (error != Errno.Success)
            {
                return error;
            }
        }

        (_start, _end) = (0, 0);
        return Errno.Success;
    }
}
