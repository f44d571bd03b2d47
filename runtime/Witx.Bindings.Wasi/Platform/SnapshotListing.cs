using System;
using System.Collections.Generic;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>
/// A listing for directories without stable positions: <see cref="MoveTo"/> with cookie 0 copies all entries, and a cookie is an index.
/// </summary>
internal abstract class SnapshotListing : DirectoryListing
{
    // The bytes of an entry in the list, and of the header of its name.
    private const int EntryOverhead = 64;

    private readonly List<(byte[] Name, ulong Inode, Filetype Filetype)> _entries = [];
    private ulong _position;
    private bool _isFilled;
    private bool _isTooLarge;

    /// <summary>The number of entries in the copy.</summary>
    internal int Count => _entries.Count;

    internal sealed override Errno MoveTo(ulong cookie)
    {
        _position = cookie;
        if (_isFilled && cookie != 0)
        {
            return Errno.Success;
        }

        _isFilled = true;
        Clear();
        _isTooLarge = false;
        Errno error = Fill();
        if (_isTooLarge)
        {
            Clear();
            error = Errno.Nomem;
        }

        _isFilled = error == Errno.Success;
        return error;
    }

    internal sealed override void Close() => Clear();

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

    /// <summary>Adds all entries by <see cref="Add"/>.</summary>
    protected abstract Errno Fill();

    /// <summary>Adds an entry. If the ledger is exhausted, <see cref="MoveTo"/> returns <c>Errno.Nomem</c> (ENOMEM).</summary>
    protected void Add(ReadOnlySpan<byte> name, ulong inode, Filetype filetype) => _ = TryAdd(name, inode, filetype);

    /// <inheritdoc cref="Add"/>
    /// <returns>False if the ledger is exhausted, so that further entries need not be added.</returns>
    protected bool TryAdd(ReadOnlySpan<byte> name, ulong inode, Filetype filetype)
    {
        _isTooLarge = _isTooLarge || !TryCharge(name.Length + EntryOverhead);
        if (!_isTooLarge)
        {
            _entries.Add((name.ToArray(), inode, filetype));
        }

        return !_isTooLarge;
    }

    private void Clear()
    {
        _entries.Clear();
        _entries.TrimExcess();
        ReleaseCharges();
    }
}
