using System;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>A buffer in the memory of a guest, with the layout of C's <c>struct iovec</c>.</summary>
/// <param name="Address">The address of the first byte.</param>
/// <param name="Length">The length in bytes.</param>
internal readonly record struct IoVector(ulong Address, ulong Length);

/// <summary>
/// The buffers of one transfer in guest memory, in order. They are copied out of guest memory and checked once, so that another thread of
/// the guest cannot change where the host reads or writes.
/// </summary>
internal readonly ref struct IoVectors
{
    /// <summary>The maximum number of buffers in one transfer (<c>IOV_MAX</c>).</summary>
    internal const int MaxCount = 1024;

    /// <summary>
    /// The maximum number of bytes in one transfer: the limit of Linux (<c>MAX_RW_COUNT</c>), which is less than a span can hold.
    /// </summary>
    internal const int MaxTransfer = 0x7fff_f000;

    /// <summary>The maximum number of bytes between two checks for cancellation.</summary>
    internal const int MaxPartLength = 16 << 20;

    private readonly GuestMemory _memory;
    private readonly Span<IoVector> _entries;

    /// <summary>Checks buffers, and truncates them to one transfer. A longer transfer is short, as POSIX allows.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="entries">The buffers, outside guest memory. The last ones are truncated in place.</param>
    /// <param name="limit">The maximum number of bytes to move.</param>
    /// <exception cref="GuestFaultException">A buffer is out of bounds.</exception>
    internal IoVectors(GuestMemory memory, Span<IoVector> entries, int limit = MaxTransfer)
    {
        ulong left = (ulong)limit;
        foreach (ref IoVector entry in entries)
        {
            if (entry.Address > memory.Length || entry.Length > memory.Length - entry.Address)
            {
                _ = memory.Slice(entry.Address, entry.Length);
            }

            if (entry.Length > left)
            {
                entry = entry with { Length = left };
            }

            left -= entry.Length;
        }

        _memory = memory;
        _entries = entries[..Math.Min(entries.Length, MaxCount)];
        Length = limit - (int)left;
    }

    internal ReadOnlySpan<IoVector> Entries => _entries;

    internal int Count => _entries.Length;

    /// <summary>The total number of bytes in all buffers.</summary>
    internal int Length { get; }

    /// <summary>
    /// True if a transfer at an offset ends beyond <see cref="long.MaxValue"/>. Linux checks this first (<c>rw_verify_area</c> in
    /// <c>fs/read_write.c</c>).
    /// </summary>
    internal bool ExceedMaxOffset(ulong offset) => offset > long.MaxValue - (ulong)Length;

    /// <summary>A reference to address 0 of guest memory.</summary>
    internal ref byte Origin => ref MemoryMarshal.GetReference(_memory.Slice(0, 0));

    /// <summary>Gets the bytes of a buffer.</summary>
    internal Span<byte> this[int index] => _memory.Slice(_entries[index].Address, _entries[index].Length);

    /// <summary>Gets the bytes of the first buffer that is not empty.</summary>
    internal Span<byte> First
    {
        get
        {
            int index = 0;
            while (index < Count - 1 && _entries[index].Length == 0)
            {
                index++;
            }

            return Count == 0 ? [] : this[index];
        }
    }

    /// <summary>
    /// Returns the buffers behind their first <paramref name="count"/> bytes. Shares its entries with this transfer, and changes them.
    /// </summary>
    internal IoVectors Skip(int count)
    {
        Span<IoVector> entries = _entries;
        ulong rest = (ulong)count;
        while (!entries.IsEmpty && rest >= entries[0].Length)
        {
            rest -= entries[0].Length;
            entries = entries[1..];
        }

        if (rest > 0)
        {
            entries[0] = new IoVector(entries[0].Address + rest, entries[0].Length - rest);
        }

        return new IoVectors(_memory, entries);
    }

    /// <summary>
    /// Returns the first <paramref name="limit"/> bytes of the buffers. Shares its entries with this transfer, and changes them.
    /// </summary>
    internal IoVectors Cut(int limit) => Length <= limit ? this : new IoVectors(_memory, _entries, limit);

    /// <summary>
    /// Splits a long transfer into parts of at most <paramref name="limit"/> bytes. The entries of this transfer stay as they are.
    /// </summary>
    internal Parts Split(int limit) => new(_memory, _entries.ToArray(), limit);

    /// <summary>Adds a distance to each address: that of guest memory before a vectored system call, and its negative after it.</summary>
    /// <param name="distance">The distance in bytes.</param>
    internal void Shift(nint distance)
    {
        foreach (ref IoVector entry in _entries)
        {
            entry = entry with { Address = entry.Address + (ulong)distance };
        }
    }

    /// <summary>Copies bytes into the buffers, in order.</summary>
    /// <returns>The number of bytes copied.</returns>
    internal int CopyFrom(ReadOnlySpan<byte> source) => CopyFrom(source, start: 0);

    /// <summary>Copies two sequences of bytes into the buffers, in order.</summary>
    /// <returns>The number of bytes copied.</returns>
    internal int CopyFrom(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        int copied = CopyFrom(first, start: 0);
        return copied + CopyFrom(second, copied);
    }

    /// <summary>Copies bytes out of the buffers, in order.</summary>
    /// <param name="destination">Receives the bytes.</param>
    /// <param name="start">The number of bytes of the buffers to skip.</param>
    /// <returns>The number of bytes copied.</returns>
    internal int CopyTo(Span<byte> destination, int start = 0)
    {
        int copied = 0;
        for (int i = 0; i < Count && copied < destination.Length; i++)
        {
            ReadOnlySpan<byte> buffer = this[i];
            int skipped = Math.Min(start, buffer.Length);
            start -= skipped;
            ReadOnlySpan<byte> part = buffer[skipped..Math.Min(buffer.Length, skipped + destination.Length - copied)];
            part.CopyTo(destination[copied..]);
            copied += part.Length;
        }

        return copied;
    }

    private int CopyFrom(ReadOnlySpan<byte> source, int start)
    {
        int copied = 0;
        for (int i = 0; i < Count && copied < source.Length; i++)
        {
            Span<byte> buffer = this[i];
            int skipped = Math.Min(start, buffer.Length);
            start -= skipped;
            buffer = buffer[skipped..];
            ReadOnlySpan<byte> part = source[copied..Math.Min(source.Length, copied + buffer.Length)];
            part.CopyTo(buffer);
            copied += part.Length;
        }

        return copied;
    }

    /// <summary>Enumerates the parts of a long transfer.</summary>
    internal ref struct Parts
    {
        private readonly GuestMemory _memory;
        private readonly int _limit;
        private Span<IoVector> _rest;

        // The bytes of the last entry that are left for the next part.
        private ulong _cut;

        internal Parts(GuestMemory memory, Span<IoVector> entries, int limit)
        {
            _memory = memory;
            _rest = entries;
            _limit = limit;
        }

        /// <summary>The current part. It is valid until the next <see cref="MoveNext"/>.</summary>
        public IoVectors Current { get; private set; }

        public readonly Parts GetEnumerator() => this;

        public bool MoveNext()
        {
            if (Current.Count > 0)
            {
                // The last entry of the current part was truncated in place. Its rest starts where the part ends.
                IoVector last = Current.Entries[^1];
                _rest = _rest[(Current.Count - 1)..];
                _rest[0] = new IoVector(last.Address + last.Length, _cut);
                _rest = _cut == 0 ? _rest[1..] : _rest;
            }

            ulong left = (ulong)_limit;
            int count = 0;
            while (count < _rest.Length && left > 0)
            {
                left -= ulong.Min(left, _rest[count].Length);
                count++;
            }

            if (count == 0)
            {
                return false;
            }

            ulong length = 0;
            foreach (IoVector entry in _rest[..(count - 1)])
            {
                length += entry.Length;
            }

            IoVector end = _rest[count - 1];
            ulong kept = ulong.Min(end.Length, (ulong)_limit - length);
            _cut = end.Length - kept;
            _rest[count - 1] = end with { Length = kept };
            Current = new IoVectors(_memory, _rest[..count]);
            return true;
        }
    }
}
