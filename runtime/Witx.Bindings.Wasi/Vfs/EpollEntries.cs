using System.Collections.Generic;
using System.Threading;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>The epoll entries that watch one open file.</summary>
internal sealed class EpollEntries
{
    private readonly Lock _gate = new();
    private readonly HashSet<EpollEntry> _entries = [];
    private bool _isClosed;

    /// <summary>The current entries.</summary>
    internal EpollEntry[] Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    /// <returns>False after <see cref="Close"/>.</returns>
    internal bool TryAdd(EpollEntry entry)
    {
        lock (_gate)
        {
            return !_isClosed && _entries.Add(entry);
        }
    }

    internal void Remove(EpollEntry entry)
    {
        lock (_gate)
        {
            _entries.Remove(entry);
        }
    }

    /// <summary>Removes every entry from its list, because the last descriptor of the open file was closed.</summary>
    internal void Close()
    {
        EpollEntry[] entries;
        lock (_gate)
        {
            _isClosed = true;
            entries = [.. _entries];
            _entries.Clear();
        }

        foreach (EpollEntry entry in entries)
        {
            entry.List.RemoveClosed(entry);
        }
    }
}
