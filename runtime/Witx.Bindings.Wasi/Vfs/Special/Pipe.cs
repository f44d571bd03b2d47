using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>The buffer between the writing ends and the reading ends of a pipe. A writer waits while it is full.</summary>
internal sealed class Pipe
{
    /// <summary>The maximum length of the buffer: the default of Linux (<c>pipe(7)</c>).</summary>
    internal const int Capacity = 1 << 16;

    /// <summary>The maximum length of an atomic write: <c>PIPE_BUF</c> of Linux (<c>pipe(7)</c>).</summary>
    internal const int AtomicLength = 4096;

    private readonly Lock _gate = new();

    // A ring buffer. It starts small, because most pipes transfer little, and grows up to the capacity.
    private byte[] _ring = new byte[AtomicLength];
    private int _start;
    private int _length;
    private bool _hasReader = true;
    private bool _hasWriter = true;
    private ResourceLedger? _ledger;

    /// <summary>
    /// Creates a pipe whose buffer is charged to the process that reads from it. The charge is released with the last reading end. If the
    /// account is exhausted when the buffer should grow, the pipe continues with its current buffer.
    /// </summary>
    /// <param name="ledger">The account of that process, or null for a pipe that the embedder creates.</param>
    /// <param name="pipe">The pipe.</param>
    /// <returns>False if the account is exhausted.</returns>
    internal static bool TryCreate(ResourceLedger? ledger, [NotNullWhen(true)] out Pipe? pipe)
    {
        pipe = ledger is null || ledger.TryCharge(AtomicLength) ? new Pipe() { _ledger = ledger } : null;
        return pipe is not null;
    }

    /// <summary>Woken when bytes were written or read, and when the last reading or writing end was closed.</summary>
    internal WaitQueue Changed { get; } = new();

    /// <summary>The number of bytes that can be read.</summary>
    internal int Length => Volatile.Read(ref _length);

    /// <summary>True if a read would not wait: the buffer is not empty, or there is no writing end.</summary>
    /// <param name="length">The number of bytes that can be read.</param>
    internal bool CanRead(out int length)
    {
        lock (_gate)
        {
            length = _length;
            return _length > 0 || !_hasWriter;
        }
    }

    /// <summary>True if a write of up to <see cref="AtomicLength"/> would not wait: there is space, or no reading end.</summary>
    internal bool CanWrite
    {
        get
        {
            lock (_gate)
            {
                return !_hasReader || _ring.Length - _length >= AtomicLength || CanGrowBy(AtomicLength);
            }
        }
    }

    internal bool HasReader => Volatile.Read(ref _hasReader);

    internal bool HasWriter => Volatile.Read(ref _hasWriter);

    /// <summary>Reads the bytes in the buffer.</summary>
    /// <param name="vectors">Receives the bytes.</param>
    /// <param name="count">The number of bytes read; 0 at the end, when there is no writing end.</param>
    /// <param name="peeks">True to keep the bytes in the buffer (<c>MSG_PEEK</c>).</param>
    /// <returns><c>Errno.Again</c> (EAGAIN) if the buffer is empty.</returns>
    internal Errno TryRead(in IoVectors vectors, out uint count, bool peeks = false)
    {
        lock (_gate)
        {
            count = 0;
            if (!_hasReader)
            {
                return Errno.Success;
            }

            if (_length == 0 && _hasWriter && vectors.Length > 0)
            {
                return Errno.Again;
            }

            int first = Math.Min(_length, _ring.Length - _start);
            int copied = vectors.CopyFrom(_ring.AsSpan(_start, first), _ring.AsSpan(0, _length - first));
            count = (uint)copied;
            if (peeks)
            {
                return Errno.Success;
            }

            _start = (_start + copied) % _ring.Length;
            Volatile.Write(ref _length, _length - copied);
        }

        Changed.Wake();
        return Errno.Success;
    }

    /// <summary>Writes as many bytes as there is space for.</summary>
    /// <returns><c>Errno.Again</c> (EAGAIN) if the buffer is full, <c>Errno.Pipe</c> (EPIPE) if there is no reading end.</returns>
    internal Errno TryWrite(in IoVectors vectors, out uint count)
    {
        lock (_gate)
        {
            count = 0;
            if (!_hasReader)
            {
                return Errno.Pipe;
            }

            int added = Math.Min(Capacity - _length, vectors.Length);
            added = TryGrowTo(_length + added) ? added : Math.Min(_ring.Length - _length, vectors.Length);
            if (added < Math.Min(vectors.Length, AtomicLength))
            {
                return Errno.Again;
            }

            int end = (_start + _length) % _ring.Length;
            int first = vectors.CopyTo(_ring.AsSpan(end, Math.Min(added, _ring.Length - end)));
            _ = vectors.CopyTo(_ring.AsSpan(0, added - first), first);
            Volatile.Write(ref _length, _length + added);
            count = (uint)added;
        }

        Changed.Wake();
        return Errno.Success;
    }

    /// <summary>Closes the last reading end, and discards the bytes in the buffer.</summary>
    internal void CloseReader()
    {
        lock (_gate)
        {
            _hasReader = false;
            _ledger?.Release(_ring.Length);
            _ledger = null;
            (_ring, _start, _length) = ([], 0, 0);
        }

        Changed.Wake();
    }

    /// <summary>Closes the last writing end. The bytes in the buffer can still be read.</summary>
    internal void CloseWriter()
    {
        lock (_gate)
        {
            _hasWriter = false;
        }

        Changed.Wake();
    }

    private bool CanGrowBy(int length) =>
        Capacity - _length >= length && _ledger?.CanCharge(GrownLength(_length + length) - _ring.Length) != false;

    private int GrownLength(int length) => Math.Min(Capacity, Math.Max(length, _ring.Length * 2));

    /// <summary>Makes the buffer as large as its new contents.</summary>
    /// <returns>False if the account of the reading process is exhausted.</returns>
    private bool TryGrowTo(int length)
    {
        if (length <= _ring.Length)
        {
            return true;
        }

        byte[] ring = new byte[GrownLength(length)];
        if (_ledger?.TryCharge(ring.Length - _ring.Length) == false)
        {
            return false;
        }

        int first = Math.Min(_length, _ring.Length - _start);
        _ring.AsSpan(_start, first).CopyTo(ring);
        _ring.AsSpan(0, _length - first).CopyTo(ring.AsSpan(first));
        (_ring, _start) = (ring, 0);
        return true;
    }
}
