using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>
/// An output that collects small writes in a buffer. <see cref="Flush"/> empties it: before the guest waits, synchronises or closes the
/// output, and when the process ends.
/// </summary>
/// <param name="output">The output behind the buffer, which is closed with this one.</param>
/// <param name="capacity">The length of the buffer in bytes.</param>
internal sealed class BufferedOutput(StreamInode output, int capacity) : StreamInode(output.FileStat, HostOpen.Write)
{
    private readonly InterruptibleMutex _gate = new();
    private readonly byte[] _buffer = new byte[capacity];
    private readonly IoVector[] _rest = new IoVector[1];

    // Used by the owner of the mutex: the range of the buffer that is not written yet.
    private int _start;
    private int _end;

    internal override Filestat FileStat => output.FileStat;

    internal override uint ReadinessGeneration => output.ReadinessGeneration;

    internal override Errno GetStat(out Filestat stat) => output.GetStat(out stat);

    internal override Errno Sync(Waiter waiter) => output.Sync(waiter);

    internal override Errno DataSync(Waiter waiter) => output.DataSync(waiter);

    internal override Readiness Poll(OpenFileDescription file, PollEvents interest, Waiter waiter) => output.Poll(file, interest, waiter);

    internal override Errno Write(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        Errno error = _gate.Acquire(waiter);
        if (error != Errno.Success)
        {
            return error;
        }

        try
        {
            error = vectors.Length > capacity - _end ? FlushBuffer(file, waiter) : Errno.Success;
            if (error != Errno.Success)
            {
                return error;
            }

            if (vectors.Length > capacity)
            {
                return output.Write(file, vectors, waiter, out count);
            }

            int copied = vectors.CopyTo(_buffer.AsSpan(_end));
            _end += copied;
            count = (uint)copied;
            return Errno.Success;
        }
        finally
        {
            _gate.Release();
        }
    }

    internal override Errno Flush(OpenFileDescription file, Waiter waiter)
    {
        Errno error = _gate.Acquire(waiter);
        if (error != Errno.Success)
        {
            return error;
        }

        try
        {
            return FlushBuffer(file, waiter);
        }
        finally
        {
            _gate.Release();
        }
    }

    internal override void Close()
    {
        _start = _end;
        output.Close();
    }

    private Errno FlushBuffer(OpenFileDescription file, Waiter waiter)
    {
        while (_start < _end)
        {
            _rest[0] = new IoVector((ulong)_start, (ulong)(_end - _start));
            Errno error = output.Write(file, new IoVectors(new GuestMemory(_buffer), _rest), waiter, out uint count);
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
