using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>What flows from the writing ends of a pipe to its reading ends: bounded, so that a fast writer waits for a slow reader.</summary>
internal sealed class Pipe
{
    /// <summary>As Linux has it.</summary>
    internal const int Capacity = 1 << 16;

    /// <summary>A write of no more is never torn apart by another: POSIX's PIPE_BUF as Linux has it.</summary>
    internal const int AtomicLength = 4096;

    private readonly Lock _gate = new();

    // It grows as it is used: most pipes carry little.
    private byte[] _ring = new byte[AtomicLength];
    private int _start;
    private int _length;
    private bool _readable = true;
    private bool _writable = true;
    private ResourceLedger? _ledger;

    /// <summary>
    /// Creates a pipe whose buffer is charged to the process that reads from it. The charge is released with the last reading end. A pipe whose
    /// buffer cannot grow because the account is exhausted goes on with the buffer that it has.
    /// </summary>
    /// <param name="ledger">The account of that process, or null for a pipe that the embedder creates.</param>
    /// <param name="pipe">The pipe.</param>
    /// <returns>False if the account is exhausted.</returns>
    internal static bool TryCreate(ResourceLedger? ledger, [NotNullWhen(true)] out Pipe? pipe)
    {
        pipe = ledger is null || ledger.TryCharge(AtomicLength) ? new Pipe() { _ledger = ledger } : null;
        return pipe is not null;
    }

    /// <summary>Woken when there is more to read, more room, or an end less.</summary>
    internal WaitQueue Changed { get; } = new();

    /// <summary>What there is to read.</summary>
    internal int Length => Volatile.Read(ref _length);

    /// <summary>Whether a read would not wait: there is something, or nothing will come.</summary>
    /// <param name="length">What there is to read.</param>
    internal bool CanRead(out int length)
    {
        lock (_gate)
        {
            length = _length;
            return _length > 0 || !_writable;
        }
    }

    /// <summary>Whether a write of up to <see cref="AtomicLength"/> would not wait: there is room, or nobody will read.</summary>
    internal bool CanWrite
    {
        get
        {
            lock (_gate)
            {
                return !_readable
                    || _ring.Length - _length >= AtomicLength
                    || (Capacity - _length >= AtomicLength && _ledger?.CanCharge(GrownLength(_length + AtomicLength) - _ring.Length) != false);
            }
        }
    }

    internal bool HasReader => Volatile.Read(ref _readable);

    internal bool HasWriter => Volatile.Read(ref _writable);

    /// <summary>Takes what there is.</summary>
    /// <param name="vectors">Where it goes.</param>
    /// <param name="count">How many bytes.</param>
    /// <param name="peeks">Whether it stays there too.</param>
    /// <returns><c>again</c> when there is nothing yet; nothing at all is the end.</returns>
    internal Errno TryRead(in IoVectors vectors, out uint count, bool peeks = false)
    {
        lock (_gate)
        {
            count = 0;
            if (!_readable)
            {
                return Errno.Success;
            }

            if (_length == 0 && _writable && vectors.Length > 0)
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

    /// <summary>Hands on as much as there is room for.</summary>
    /// <returns><c>again</c> when there is no room yet; <c>pipe</c> when nobody will read.</returns>
    internal Errno TryWrite(in IoVectors vectors, out uint count)
    {
        lock (_gate)
        {
            count = 0;
            if (!_readable)
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

    /// <summary>The last reading end is gone.</summary>
    internal void CloseReader()
    {
        lock (_gate)
        {
            _readable = false;
            _ledger?.Release(_ring.Length);
            _ledger = null;
            (_ring, _start, _length) = ([], 0, 0);
        }

        Changed.Wake();
    }

    /// <summary>The last writing end is gone: what is there can still be read.</summary>
    internal void CloseWriter()
    {
        lock (_gate)
        {
            _writable = false;
        }

        Changed.Wake();
    }

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
