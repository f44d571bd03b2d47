using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Threading;

namespace Witx.Bindings;

/// <summary>The objects behind a guest's handles. Safe to use from several threads; looking up takes no lock.</summary>
/// <remarks>
/// Handles are consecutive numbers, of which those in use are skipped when the numbers start again. A handle that was removed is unknown
/// until the table has given out at least 2³¹ others; after that its number can stand for another object.
/// </remarks>
/// <typeparam name="THandle">The handle.</typeparam>
/// <typeparam name="T">The object.</typeparam>
public sealed class HandleTable<THandle, T>
    where THandle : struct, IGuestHandle<THandle>
{
    /// <summary>The most objects that a table can hold at a time.</summary>
    public const int MaxCapacity = 1 << 20;

    private readonly Lock _lock = new();

    // Twice as many places as objects, at least: the place of a number is the number modulo their count, and numbers whose place is taken
    // are passed over. At most every second number is, which halves how long the 2^32 numbers last and no more.
    private Entry?[] _entries = new Entry?[4];
    private uint _next;
    private int _count;

    /// <summary>Creates a table.</summary>
    /// <param name="capacity">The most objects that the guest can have at a time: from 1 to <see cref="MaxCapacity"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is less than 1 or more than <see cref="MaxCapacity"/>.</exception>
    public HandleTable(int capacity)
        : this(capacity, first: 1)
    {
    }

    /// <summary>Creates a table that begins with a number of its own.</summary>
    internal HandleTable(int capacity, uint first)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, MaxCapacity);
        Capacity = capacity;
        _next = first;
    }

    /// <summary>The most objects that the guest can have at a time.</summary>
    public int Capacity { get; }

    /// <summary>The number of objects.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    /// <summary>Puts an object in.</summary>
    /// <param name="item">The object.</param>
    /// <param name="handle">The handle to give to the guest; never 0.</param>
    /// <returns>Whether there was room.</returns>
    public bool TryAdd(T item, out THandle handle)
    {
        lock (_lock)
        {
            if (_count == Capacity)
            {
                handle = default;
                return false;
            }

            if (++_count > _entries.Length / 2)
            {
                Grow();
            }

            uint mask = (uint)_entries.Length - 1;
            while (_next == 0 || _entries[_next & mask] is not null)
            {
                _next++;
            }

            uint value = _next++;
            Volatile.Write(ref _entries[value & mask], new Entry(value, item));
            handle = THandle.FromValue(value);
            return true;
        }
    }

    /// <summary>Looks an object up.</summary>
    /// <param name="handle">The handle, as the guest gave it.</param>
    /// <param name="item">The object.</param>
    /// <returns>Whether the handle is one that was given out and not removed.</returns>
    public bool TryGet(THandle handle, [MaybeNullWhen(false)] out T item)
    {
        Entry?[] entries = Volatile.Read(ref _entries);
        uint index = handle.Value & ((uint)entries.Length - 1);
        if (index < (uint)entries.Length && Volatile.Read(ref entries[index]) is { } entry && entry.Value == handle.Value)
        {
            item = entry.Item;
            return true;
        }

        item = default;
        return false;
    }

    /// <summary>Takes an object out.</summary>
    /// <param name="handle">The handle, as the guest gave it.</param>
    /// <param name="item">The object, which is now the caller's to dispose of.</param>
    /// <returns>Whether the handle was one that was given out and not removed.</returns>
    public bool TryRemove(THandle handle, [MaybeNullWhen(false)] out T item)
    {
        lock (_lock)
        {
            if (!TryGet(handle, out item))
            {
                return false;
            }

            Volatile.Write(ref _entries[handle.Value & ((uint)_entries.Length - 1)], null);
            _count--;
            return true;
        }
    }

    /// <summary>Takes all objects out, for an end at which each is to be disposed of.</summary>
    /// <returns>The objects, in the order of their handles.</returns>
    public IReadOnlyList<T> RemoveAll()
    {
        lock (_lock)
        {
            T[] items = [.. _entries.OfType<Entry>().OrderBy(static entry => entry.Value).Select(static entry => entry.Item)];
            for (int i = 0; i < _entries.Length; i++)
            {
                Volatile.Write(ref _entries[i], null);
            }

            _count = 0;
            return items;
        }
    }

    /// <summary>Doubles the places. Numbers whose places differ have different places among more, too.</summary>
    private void Grow()
    {
        Entry?[] entries = new Entry?[_entries.Length * 2];
        foreach (Entry? entry in _entries)
        {
            if (entry is not null)
            {
                entries[entry.Value & ((uint)entries.Length - 1)] = entry;
            }
        }

        Volatile.Write(ref _entries, entries);
    }

    private sealed record Entry(uint Value, T Item);
}
