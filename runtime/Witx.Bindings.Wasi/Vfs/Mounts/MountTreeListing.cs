using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Mounts;

/// <summary>
/// A listing of a mount tree node: its child nodes first, then the entries of the mounted directory that they do not hide.
/// </summary>
internal sealed class MountTreeListing : DirectoryListing
{
    // Host cookies are nonnegative signed numbers, so this bit distinguishes the cookies of child nodes.
    private const ulong OwnCookie = 1UL << 63;

    private readonly (byte[] Name, ulong Inode)[] _own;
    private readonly HashSet<byte[]> _names = new(NameComparer.Instance);
    private readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly DirectoryListing? _mount;
    private int _next;

    internal MountTreeListing(MountTreeDirectory directory)
    {
        _own = [.. directory.Children.Select(static child => (child.Key, GetInode(child.Value)))];
        if (directory.Directory is { } mounted)
        {
            _mount = mounted.List();
        }
        else
        {
            ulong inode = directory.FileStat.Ino;
            _own = [("."u8.ToArray(), inode), (".."u8.ToArray(), inode), .. _own];
        }

        _names.UnionWith(_own.Select(static own => own.Name));
        _lookup = _names.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    internal override void ChargeTo(ResourceLedger ledger) => _mount?.ChargeTo(ledger);

    internal override void Close() => _mount?.Close();

    internal override Errno MoveTo(ulong cookie)
    {
        bool own = cookie == 0 || (cookie & OwnCookie) != 0;
        _next = own ? (int)ulong.Min(cookie & ~OwnCookie, (ulong)_own.Length) : _own.Length;
        return _mount?.MoveTo(own ? 0 : cookie) ?? Errno.Success;
    }

    internal override Errno Peek(out HostEntry entry, out bool found)
    {
        entry = default;
        found = _next < _own.Length;
        if (found)
        {
            (byte[] name, ulong inode) = _own[_next];
            entry = new HostEntry(name, inode, Filetype.Directory, OwnCookie | ((uint)_next + 1));
        }

        Errno error = Errno.Success;
        while (!found && _mount is not null && error == Errno.Success)
        {
            error = _mount.Peek(out entry, out found);
            if (!found)
            {
                break;
            }

            // A mount point hides the entry of the same name in the mounted directory.
            found = !_lookup.Contains(entry.Name);
            if (!found)
            {
                _mount.Advance();
            }
        }

        return error;
    }

    internal override void Advance()
    {
        if (_next < _own.Length)
        {
            _next++;
        }
        else
        {
            _mount!.Advance();
        }
    }

    private static ulong GetInode(MountTreeDirectory node) =>
        node.GetStat(out Filestat stat) == Errno.Success ? stat.Ino : node.FileStat.Ino;
}
