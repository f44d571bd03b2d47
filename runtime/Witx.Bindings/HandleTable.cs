using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Threading;

namespace Witx.Bindings;

/// <summary>Maps the handles of a guest to objects of the host. It is thread-safe, and lookups take no lock.</summary>
/// <remarks>
/// The table assigns consecutive numbers. After 2³² − 1 it continues at 1 and skips numbers in use. A removed handle stays unknown until
/// the table has assigned at least 2³¹ others. After that, its number can be assigned again.
/// </remarks>
/// <example>
/// For an interface with <c>(typename $bucket (handle))</c>:
/// <code><![CDATA[
/// private readonly HandleTable<Bucket, Dictionary<string, byte[]>> _buckets = new(capacity: 100);
///
/// public partial Result<Bucket, Errno> Open() => _buckets.TryAdd([], out Bucket bucket) ? bucket : Errno.TooManyBuckets;
///
/// public partial Errno Clear(Bucket bucket)
/// {
///     if (!_buckets.TryGet(bucket, out Dictionary<string, byte[]>? values))
///     {
///         return Errno.BadBucket;
///     }
///
///     values.Clear();
///     return Errno.Success;
/// }
///
/// public partial Errno Close(Bucket bucket) => _buckets.TryRemove(bucket, out _) ? Errno.Success : Errno.BadBucket;
/// ]]></code>
/// </example>
/// <typeparam name="THandle">The handle type, which the generator declares for each witx handle.</typeparam>
/// <typeparam name="T">The type of the objects.</typeparam>
public sealed class HandleTable<THandle, T>
    where THandle : struct, IGuestHandle<THandle>
{
    /// <summary>The upper limit of <see cref="Capacity"/>.</summary>
    public const int MaxCapacity = 1 << 20;

    private readonly Lock _gate = new();

    // The entry of a handle is at its number modulo the length, a power of two that is at least twice the number of objects. TryAdd skips
    // numbers whose entry is in use. At most every second number is skipped, so at least 2^31 of the 2^32 numbers are usable.
    private Entry?[] _entries = new Entry?[4];
    private uint _next;
    private int _count;

    /// <summary>Creates an empty table.</summary>
    /// <param name="capacity">
    /// The maximum number of objects, from 1 to <see cref="MaxCapacity"/>: it limits the guest's use of host memory.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="capacity"/> is less than 1 or greater than <see cref="MaxCapacity"/>.
    /// </exception>
    public HandleTable(int capacity)
        : this(capacity, first: 1)
    {
    }

    /// <summary>Creates an empty table whose first handle has the number <paramref name="first"/>, for tests.</summary>
    internal HandleTable(int capacity, uint first)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, MaxCapacity);
        Capacity = capacity;
        _next = first;
    }

    /// <summary>The maximum number of objects in the table.</summary>
    public int Capacity { get; }

    /// <summary>The number of objects in the table.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Adds an object and assigns a handle to it.</summary>
    /// <param name="item">The object to add.</param>
    /// <param name="handle">The handle to return to the guest, never 0; the default value if the table is full.</param>
    /// <returns>True if the object was added; false if the table already contains <see cref="Capacity"/> objects.</returns>
    public bool TryAdd(T item, out THandle handle)
    {
        lock (_gate)
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

    /// <summary>Looks up the object of a handle.</summary>
    /// <param name="handle">The handle that the guest passed, which may be invalid.</param>
    /// <param name="item">The object of the handle.</param>
    /// <returns>True if the handle is in the table.</returns>
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

    /// <summary>Removes a handle and returns its object.</summary>
    /// <param name="handle">The handle that the guest passed, which may be invalid.</param>
    /// <param name="item">The removed object. The table does not dispose it.</param>
    /// <returns>True if the handle was in the table. If several threads remove one handle, one of them gets true.</returns>
    public bool TryRemove(THandle handle, [MaybeNullWhen(false)] out T item)
    {
        lock (_gate)
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

    /// <summary>Removes all handles and returns their objects, for example to dispose them when the guest exits.</summary>
    /// <returns>The removed objects, in the order of their handles.</returns>
    public IReadOnlyList<T> RemoveAll()
    {
        lock (_gate)
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

    /// <summary>Doubles the length of the array. Entries cannot collide: numbers that differ modulo n also differ modulo 2n.</summary>
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
