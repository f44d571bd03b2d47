using System;
using System.Collections.Generic;

namespace Witx.Bindings.Wasi.Interop;

/// <summary>A listing for systems whose positions cannot be returned to: all entries are taken at cookie 0, and a cookie is an index.</summary>
internal abstract class SnapshotListing : DirectoryListing
{
    private readonly List<(byte[] Name, ulong Inode, Filetype Filetype)> _entries = [];
    private ulong _position;
    private bool _taken;

    /// <summary>How many entries were taken.</summary>
    internal int Count => _entries.Count;

    internal sealed override Errno MoveTo(ulong cookie)
    {
        _position = cookie;
        if (_taken && cookie != 0)
        {
            return Errno.Success;
        }

        _taken = true;
        _entries.Clear();
        return Take();
    }

    internal sealed override Errno Peek(out HostEntry entry, out bool found)
    {
        found = _position < (ulong)_entries.Count;
        entry = default;
        if (found)
        {
            (byte[] name, ulong inode, Filetype filetype) = _entries[(int)_position];
            entry = new HostEntry(name, inode, filetype, _position + 1);
        }

        return Errno.Success;
    }

    internal sealed override void Advance() => _position++;

    /// <summary>Adds every entry there is.</summary>
    protected abstract Errno Take();

    protected void Add(ReadOnlySpan<byte> name, ulong inode, Filetype filetype) => _entries.Add((name.ToArray(), inode, filetype));
}
