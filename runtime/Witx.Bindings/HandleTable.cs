using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace Witx.Bindings;

/// <summary>
/// The objects behind a guest's handles. A handle that was removed is never mistaken for a later one in its place: each carries the
/// generation of its place. Safe to use from several threads; looking up takes no lock.
/// </summary>
/// <typeparam name="THandle">The handle.</typeparam>
/// <typeparam name="T">The object.</typeparam>
public sealed class HandleTable<THandle, T>
    where THandle : struct, IGuestHandle<THandle>
{
    /// <summary>The most objects that a table can hold at a time.</summary>
    public const int MaxCapacity = 1 << IndexBits;

    private const int IndexBits = 20;
    private const uint IndexMask = MaxCapacity - 1;
    private const uint MaxGeneration = uint.MaxValue >> IndexBits;

    private readonly Lock _lock = new();
    private readonly Queue<uint> _free = new();
    private Entry?[] _entries = new Entry?[4];
    private uint[] _generations = new uint[4];
    private int _used;

    /// <summary>Creates a table.</summary>
    /// <param name="capacity">The most objects that the guest can have at a time.</param>
    public HandleTable(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, MaxCapacity);
        Capacity = capacity;
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
                return _used - _free.Count;
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
            if (!TryTakePlace(out uint index))
            {
                handle = default;
                return false;
            }

            // Generations start at 1, so that no handle is 0, and skip it when they wrap.
            uint generation = _generations[index] == MaxGeneration ? 1 : _generations[index] + 1;
            _generations[index] = generation;
            uint value = (generation << IndexBits) | index;
            Volatile.Write(ref _entries[index], new Entry(value, item));
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
        uint index = handle.Value & IndexMask;
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

            uint index = handle.Value & IndexMask;
            Volatile.Write(ref _entries[index], null);
            _free.Enqueue(index);
            return true;
        }
    }

    /// <summary>Takes all objects out, for an end at which each is to be disposed of.</summary>
    /// <returns>The objects.</returns>
    public IReadOnlyList<T> RemoveAll()
    {
        lock (_lock)
        {
            List<T> items = [];
            for (uint index = 0; index < _used; index++)
            {
                if (_entries[index] is { } entry)
                {
                    items.Add(entry.Item);
                    Volatile.Write(ref _entries[index], null);
                    _free.Enqueue(index);
                }
            }

            return items;
        }
    }

    /// <summary>A place: the one that has been free for longest, so that generations last, or a new one.</summary>
    private bool TryTakePlace(out uint index)
    {
        if (_used == Capacity)
        {
            return _free.TryDequeue(out index);
        }

        // Places are not reused before there is some choice.
        if (_free.Count > 64)
        {
            index = _free.Dequeue();
            return true;
        }

        if (_used == _entries.Length)
        {
            int length = Math.Min(_used * 2, MaxCapacity);
            Array.Resize(ref _generations, length);
            Entry?[] entries = new Entry?[length];
            _entries.CopyTo(entries, 0);
            Volatile.Write(ref _entries, entries);
        }

        index = (uint)_used++;
        return true;
    }

    private sealed record Entry(uint Value, T Item);
}
