using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>The entries of a directory in memory, by name and in the order of their creation. Not thread-safe.</summary>
/// <remarks>
/// Each entry has a cookie that is never reused in the directory. A listing therefore continues correctly after other entries were
/// added or removed.
/// </remarks>
/// <typeparam name="T">The type of the nodes that the names refer to.</typeparam>
internal sealed class EntryTable<T>
    where T : class
{
    // 1 and 2 are the cookies of "." and "..".
    private const ulong FirstCookie = 3;

    private readonly Dictionary<byte[], Entry> _byName = new(NameComparer.Instance);
    private readonly Dictionary<byte[], Entry>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    // Ascending by cookie. Removed entries are dropped when they are more than half of the list.
    private readonly List<Entry> _inOrder = [];
    private ulong _nextCookie = FirstCookie;

    internal EntryTable() => _lookup = _byName.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The number of entries.</summary>
    internal int Count => _byName.Count;

    /// <summary>Finds the node of a name.</summary>
    internal bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out T? value)
    {
        value = _lookup.TryGetValue(name, out Entry? entry) ? entry.Value : null;
        return value is not null;
    }

    /// <summary>Adds an entry with a cookie. Cookies must ascend.</summary>
    internal void Load(byte[] name, ulong cookie, T value)
    {
        Entry entry = new(name, cookie) { Value = value, IsLoaded = true };
        _byName.Add(name, entry);
        _inOrder.Add(entry);
        _nextCookie = cookie + 1;
    }

    /// <summary>True if a name exists and was added by <see cref="Load"/>.</summary>
    internal bool IsLoaded(ReadOnlySpan<byte> name) => _lookup.TryGetValue(name, out Entry? entry) && entry.IsLoaded;

    /// <summary>Adds an entry, or replaces the node of an existing one, which keeps its cookie.</summary>
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

    /// <summary>Removes an entry if it exists.</summary>
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

    /// <summary>Finds the first entry after a cookie.</summary>
    /// <param name="cookie">The cookie of the previous entry, or 0 to start.</param>
    /// <param name="name">The name of the entry.</param>
    /// <param name="value">The node of the entry.</param>
    /// <param name="next">The cookie of the entry, or 0 without one.</param>
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

        /// <summary>True if the entry was added by <see cref="Load"/>.</summary>
        internal bool IsLoaded { get; init; }

        /// <summary>The node, or null after the entry was removed.</summary>
        internal T? Value { get; set; }
    }
}
