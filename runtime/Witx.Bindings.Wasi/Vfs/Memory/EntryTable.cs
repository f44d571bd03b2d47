using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>
/// The names of a directory in memory, in the order in which they were given. Each has a cookie that no other name of the directory ever gets,
/// so that a listing goes on where it was, whatever came and went meanwhile.
/// </summary>
/// <typeparam name="T">What a name stands for.</typeparam>
internal sealed class EntryTable<T>
    where T : class
{
    /// <summary>The cookies below belong to <c>.</c> and <c>..</c>.</summary>
    private const ulong FirstCookie = 3;

    private readonly Dictionary<byte[], Entry> _byName = new(NameComparer.Instance);
    private readonly Dictionary<byte[], Entry>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    // Ascending by cookie. What was removed stays until it is the larger part.
    private readonly List<Entry> _inOrder = [];
    private ulong _nextCookie = FirstCookie;

    internal EntryTable() => _lookup = _byName.GetAlternateLookup<ReadOnlySpan<byte>>();

    internal int Count => _byName.Count;

    internal bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out T? value)
    {
        value = _lookup.TryGetValue(name, out Entry? entry) ? entry.Value : null;
        return value is not null;
    }

    /// <summary>Gives a name, which keeps its place when it was given before.</summary>
    internal void Set(ReadOnlySpan<byte> name, T value)
    {
        if (_lookup.TryGetValue(name, out Entry? entry))
        {
            entry.Value = value;
            return;
        }

        entry = new Entry(name.ToArray(), _nextCookie++) { Value = value };
        _byName.Add(entry.Name, entry);
        _inOrder.Add(entry);
    }

    internal void Remove(ReadOnlySpan<byte> name)
    {
        if (_lookup.Remove(name, out _, out Entry? entry))
        {
            entry.Value = null;
            if (_inOrder.Count > _byName.Count * 2)
            {
                _inOrder.RemoveAll(static entry => entry.Value is null);
            }
        }
    }

    /// <summary>The first entry behind a cookie.</summary>
    internal bool TryGetNext(ulong cookie, [NotNullWhen(true)] out byte[]? name, [NotNullWhen(true)] out T? value, out ulong next)
    {
        int low = 0;
        for (int high = _inOrder.Count; low < high;)
        {
            int middle = (low + high) / 2;
            (low, high) = _inOrder[middle].Cookie <= cookie ? (middle + 1, high) : (low, middle);
        }

        for (; low < _inOrder.Count; low++)
        {
            if (_inOrder[low] is { Value: { } found } entry)
            {
                (name, value, next) = (entry.Name, found, entry.Cookie);
                return true;
            }
        }

        (name, value, next) = (null, null, 0);
        return false;
    }

    private sealed class Entry(byte[] name, ulong cookie)
    {
        internal byte[] Name { get; } = name;

        internal ulong Cookie { get; } = cookie;

        /// <summary>Null once removed.</summary>
        internal T? Value { get; set; }
    }
}
