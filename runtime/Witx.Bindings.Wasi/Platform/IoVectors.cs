using System;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>A buffer in a guest's memory, laid out as C's <c>struct iovec</c>.</summary>
/// <param name="Address">Its first byte.</param>
/// <param name="Length">Its length in bytes.</param>
internal readonly record struct IoVector(ulong Address, ulong Length);

/// <summary>
/// All that an inode sees of guest memory: the buffers of one transfer, in order. They were copied once and checked once, so that
/// nothing the guest does meanwhile changes where the host reads or writes.
/// </summary>
internal readonly ref struct IoVectors
{
    /// <summary>The most buffers that one call serves; a system takes no more.</summary>
    internal const int MaxCount = 1024;

    /// <summary>The most bytes that one call moves: what Linux moves at most, and less than a span can hold.</summary>
    internal const int MaxTransfer = 0x7fff_f000;

    /// <summary>The most bytes that one system call moves: a guest that is cancelled leaves between two.</summary>
    internal const int MaxUnchecked = 16 << 20;

    private readonly GuestMemory _memory;
    private readonly Span<IoVector> _entries;

    /// <summary>Checks buffers and cuts them to what one call serves: the rest of a long transfer is left to the guest's next call.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="entries">The buffers, out of the guest's reach. The lengths of the last ones are cut in place.</param>
    /// <param name="limit">The most bytes to move.</param>
    /// <exception cref="GuestFaultException">A buffer leaves the memory.</exception>
    internal IoVectors(GuestMemory memory, Span<IoVector> entries, int limit = MaxTransfer)
    {
        ulong room = (ulong)limit;
        foreach (ref IoVector entry in entries)
        {
            if (entry.Address > memory.Length || entry.Length > memory.Length - entry.Address)
            {
                _ = memory.Slice(entry.Address, entry.Length);
            }

            if (entry.Length > room)
            {
                entry = entry with { Length = room };
            }

            room -= entry.Length;
        }

        _memory = memory;
        _entries = entries[..Math.Min(entries.Length, MaxCount)];
        Length = limit - (int)room;
    }

    internal ReadOnlySpan<IoVector> Entries => _entries;

    internal int Count => _entries.Length;

    /// <summary>The bytes of all buffers together.</summary>
    internal int Length { get; }

    /// <summary>Address 0 of the guest's memory.</summary>
    internal ref byte Origin => ref MemoryMarshal.GetReference(_memory.Slice(0, 0));

    /// <summary>The bytes of a buffer.</summary>
    internal Span<byte> this[int index] => _memory.Slice(_entries[index].Address, _entries[index].Length);

    /// <summary>The bytes of the first buffer that has any.</summary>
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

    /// <summary>What is left of the buffers behind their first <paramref name="count"/> bytes. What is passed over here is passed over there too.</summary>
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

    /// <summary>The same buffers up to <paramref name="limit"/> bytes. What is cut off here is cut off there too.</summary>
    internal IoVectors Cut(int limit) => Length <= limit ? this : new IoVectors(_memory, _entries, limit);

    /// <summary>Splits a long transfer into parts of at most <paramref name="limit"/> bytes. The entries of this transfer stay as they are.</summary>
    internal Parts Split(int limit) => new(_memory, _entries.ToArray(), limit);

    /// <summary>
    /// Gives the entries addresses that count from elsewhere: for a system call, which takes those of the process, and back behind it.
    /// </summary>
    /// <param name="distance">What is added to each address.</param>
    internal void Shift(nint distance)
    {
        foreach (ref IoVector entry in _entries)
        {
            entry = entry with { Address = entry.Address + (ulong)distance };
        }
    }

    /// <summary>Fills the buffers in order.</summary>
    /// <returns>How many bytes found room.</returns>
    internal int CopyFrom(ReadOnlySpan<byte> source) => CopyFrom(source, start: 0);

    /// <summary>Fills the buffers in order from bytes that lie in two places.</summary>
    /// <returns>How many bytes found room.</returns>
    internal int CopyFrom(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        int copied = CopyFrom(first, start: 0);
        return copied + CopyFrom(second, copied);
    }

    /// <summary>Empties the buffers in order.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="start">How many bytes of the buffers to pass over first.</param>
    /// <returns>How many bytes were copied.</returns>
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

    /// <summary>The parts of a transfer, in order.</summary>
    internal ref struct Parts
    {
        private readonly GuestMemory _memory;
        private readonly int _limit;
        private Span<IoVector> _rest;

        // The bytes that the current part leaves of its last entry.
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
                // The last entry of a part was cut in place. Its rest begins where the part ends.
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
