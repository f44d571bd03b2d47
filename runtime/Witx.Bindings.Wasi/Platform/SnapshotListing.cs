using System;
using System.Collections.Generic;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>A listing for systems whose positions cannot be returned to: all entries are taken at cookie 0, and a cookie is an index.</summary>
internal abstract class SnapshotListing : DirectoryListing
{
    // An entry of the list and the header of its name's array.
    private const int EntryOverhead = 64;

    private readonly List<(byte[] Name, ulong Inode, Filetype Filetype)> _entries = [];
    private ulong _position;
    private bool _taken;
    private bool _isTooLarge;

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
        Clear();
        _isTooLarge = false;
        Errno error = Take();
        if (_isTooLarge)
        {
            Clear();
            error = Errno.Nomem;
        }

        _taken = error == Errno.Success;
        return error;
    }

    internal sealed override void Closed() => Clear();

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

    /// <summary>Adds an entry, unless the account of the listing is exhausted: then no listing is made.</summary>
    protected void Add(ReadOnlySpan<byte> name, ulong inode, Filetype filetype)
    {
        _isTooLarge = _isTooLarge || !TryCharge(name.Length + EntryOverhead);
        if (!_isTooLarge)
        {
            _entries.Add((name.ToArray(), inode, filetype));
        }
    }

    private void Clear()
    {
        _entries.Clear();
        _entries.TrimExcess();
        ReleaseCharges();
    }
}
