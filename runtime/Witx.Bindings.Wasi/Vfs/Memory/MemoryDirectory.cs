using System;
using System.Diagnostics.CodeAnalysis;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>The inode of a directory in memory, or of a directory of an overlay. Thread-safe.</summary>
internal sealed class MemoryDirectory : DirectoryInode
{
    private readonly MemoryDirectoryNode _node;
    private readonly MemoryVolume _volume;

    internal MemoryDirectory(MemoryDirectoryNode node) => (_node, _volume) = (node, node.Volume);

    internal override Filestat FileStat => _node.Stat;

    /// <summary>Creates an empty file system and returns its root directory.</summary>
    internal static MemoryDirectory Create(MemoryVolume volume) => new MemoryDirectoryNode(volume).MakeRoot();

    internal override Errno Lookup(ReadOnlySpan<byte> name, out DirectoryInode? directory)
    {
        lock (_volume.NamesLock)
        {
            directory = null;
            if (!_node.TryGet(name, out MemoryNode? node))
            {
                return Errno.Noent;
            }

            directory = (node as MemoryDirectoryNode)?.Directory;
            return directory is null ? Errno.Notdir : Errno.Success;
        }
    }

    internal override Errno Open(ReadOnlySpan<byte> name, HostOpen open, out Inode? inode)
    {
        lock (_volume.NamesLock)
        {
            inode = null;
            if (TryGet(name, out MemoryNode? node))
            {
                return open.HasFlag(HostOpen.Create | HostOpen.Exclusive) ? Errno.Exist : node.Open(open, out inode);
            }

            if (!open.HasFlag(HostOpen.Create))
            {
                return Errno.Noent;
            }

            node = new MemoryFileNode(_volume);
            Errno error = Add(name, node, bytes: 0);
            return error == Errno.Success ? node.Open(open, out inode) : error;
        }
    }

    internal override Errno GetStat(out Filestat stat)
    {
        stat = _node.Stat;
        return Errno.Success;
    }

    internal override Errno GetStat(ReadOnlySpan<byte> name, out Filestat stat)
    {
        lock (_volume.NamesLock)
        {
            stat = TryGet(name, out MemoryNode? node) ? node.Stat : default;
            return node is null ? Errno.Noent : Errno.Success;
        }
    }

    internal override Errno SetTimes(FileTimes times) => _node.SetTimes(times);

    internal override Errno SetTimes(ReadOnlySpan<byte> name, FileTimes times)
    {
        lock (_volume.NamesLock)
        {
            return TryGet(name, out MemoryNode? node) ? node.SetTimes(times) : Errno.Noent;
        }
    }

    internal override Errno ReadLink(ReadOnlySpan<byte> name, Span<byte> target, out int length)
    {
        lock (_volume.NamesLock)
        {
            length = 0;
            if (!_node.TryGet(name, out MemoryNode? node) || node is not MemorySymlinkNode link)
            {
                return node is null ? Errno.Noent : Errno.Inval;
            }

            length = Math.Min(target.Length, link.Target.Length);
            link.Target[..length].CopyTo(target);
            return Errno.Success;
        }
    }

    internal override Errno CreateDirectory(ReadOnlySpan<byte> name)
    {
        lock (_volume.NamesLock)
        {
            return _node.TryGet(name, out _) ? Errno.Exist : Add(name, new MemoryDirectoryNode(_volume), bytes: 0);
        }
    }

    internal override Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target)
    {
        lock (_volume.NamesLock)
        {
            return _node.TryGet(name, out _) ? Errno.Exist : Add(name, new MemorySymlinkNode(_volume, target), (ulong)target.Length);
        }
    }

    internal override Errno RemoveDirectory(ReadOnlySpan<byte> name)
    {
        lock (_volume.NamesLock)
        {
            if (!_node.TryGet(name, out MemoryNode? node))
            {
                return Errno.Noent;
            }

            if (node is not MemoryDirectoryNode { IsEmpty: true })
            {
                return node is MemoryDirectoryNode ? Errno.Notempty : Errno.Notdir;
            }

            return Remove(name, node);
        }
    }

    internal override Errno RemoveFile(ReadOnlySpan<byte> name)
    {
        lock (_volume.NamesLock)
        {
            if (!_node.TryGet(name, out MemoryNode? node) || node is MemoryDirectoryNode)
            {
                return node is null ? Errno.Noent : Errno.Isdir;
            }

            return Remove(name, node);
        }
    }

    internal override Errno Link(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName)
    {
        if (newDirectory is not MemoryDirectory other || other._volume != _volume)
        {
            return Errno.Xdev;
        }

        lock (_volume.NamesLock)
        {
            return !_node.TryGet(name, out MemoryNode? node) ? Errno.Noent
                : other.TryGet(newName, out _) ? Errno.Exist
                : node is MemoryDirectoryNode ? Errno.Perm
                : other.Add(newName, node, bytes: 0);
        }
    }

    internal override Errno Rename(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName)
    {
        if (newDirectory is not MemoryDirectory other || other._volume != _volume)
        {
            return Errno.Xdev;
        }

        lock (_volume.NamesLock)
        {
            if (!_node.TryGet(name, out MemoryNode? node))
            {
                return Errno.Noent;
            }

            other._node.TryGet(newName, out MemoryNode? replaced);
            if (replaced == node)
            {
                return Errno.Success;
            }

            Errno error = replaced is MemoryDirectoryNode target && _node.IsWithin(target)
                ? Errno.Notempty
                : other.CheckRename(node, replaced);

            // The rename adds one entry and removes up to two. Only entries that were charged to the quota release a reservation.
            uint charged = _node.GetCharge(name) + other._node.GetCharge(newName);
            if (error == Errno.Success && charged == 0 && !_volume.Quota.TryReserve(0, 1))
            {
                error = Errno.Nospc;
            }

            if (error != Errno.Success)
            {
                return error;
            }

            _volume.Quota.Release(0, Math.Max(charged, 1) - 1);
            _node.Remove(name, node);
            if (replaced is not null)
            {
                other.Drop(newName, replaced);
            }

            other._node.Add(newName, node);
            return Errno.Success;
        }
    }

    internal override DirectoryListing List() => _node.List();

    private bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out MemoryNode? node)
    {
        node = _node;
        return PathParser.IsSelf(name) || _node.TryGet(name, out node);
    }

    /// <summary>Adds an entry and charges it to the quota.</summary>
    /// <param name="name">The name.</param>
    /// <param name="node">The node.</param>
    /// <param name="bytes">The bytes to charge besides the entry: the length of a symbolic link's target.</param>
    private Errno Add(ReadOnlySpan<byte> name, MemoryNode node, ulong bytes)
    {
        Errno error = _node.IsRemoved ? Errno.Noent : _volume.Quota.TryReserve(bytes, 1) ? Errno.Success : Errno.Nospc;
        if (error == Errno.Success)
        {
            _node.Add(name, node);
        }

        return error;
    }

    /// <summary>Removes an entry and releases its charge.</summary>
    private Errno Remove(ReadOnlySpan<byte> name, MemoryNode node)
    {
        _volume.Quota.Release(0, _node.GetCharge(name));
        Drop(name, node);
        return Errno.Success;
    }

    /// <summary>Removes an entry without releasing its charge.</summary>
    private void Drop(ReadOnlySpan<byte> name, MemoryNode node)
    {
        _node.Remove(name, node);
        if (node.Links == 0)
        {
            node.OnUnlinked();
        }
    }

    /// <summary>Checks whether <c>rename(2)</c> may move a node into this directory.</summary>
    /// <param name="node">The node to move.</param>
    /// <param name="replaced">The node that has the new name now, or null.</param>
    private Errno CheckRename(MemoryNode node, MemoryNode? replaced) => (node, replaced) switch
    {
        (MemoryDirectoryNode moved, _) when _node.IsWithin(moved) => Errno.Inval,
        _ when _node.IsRemoved => Errno.Noent,
        (MemoryDirectoryNode, MemoryDirectoryNode { IsEmpty: false }) => Errno.Notempty,
        (MemoryDirectoryNode, not (null or MemoryDirectoryNode)) => Errno.Notdir,
        (not MemoryDirectoryNode, MemoryDirectoryNode) => Errno.Isdir,
        _ => Errno.Success,
    };
}
