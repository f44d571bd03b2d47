using System;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Nodes;

/// <summary>The inode of a directory of a file system of the embedder. Checks what POSIX requires before it calls the node.</summary>
/// <param name="volume">The file system.</param>
/// <param name="node">The directory.</param>
internal sealed class NodeDirectory(NodeVolume volume, WasiDirectoryNode node) : DirectoryInode
{
    private readonly NodeVolume _volume = volume;
    private readonly WasiDirectoryNode _node = node;

    internal override Filestat FileStat => _volume.GetStat(_node);

    internal override Errno Lookup(ReadOnlySpan<byte> name, out DirectoryInode? directory)
    {
        bool exists = _node.TryGet(name, out WasiNode? found);
        directory = found is WasiDirectoryNode child ? new NodeDirectory(_volume, child) : null;
        return directory is not null ? Errno.Success : exists ? Errno.Notdir : Errno.Noent;
    }

    internal override Errno Open(ReadOnlySpan<byte> name, HostOpen open, out Inode? inode)
    {
        inode = null;
        if (TryGet(name, out WasiNode? found))
        {
            return open.HasFlag(HostOpen.Create | HostOpen.Exclusive) ? Errno.Exist : Open(found!, open, out inode);
        }

        if (!open.HasFlag(HostOpen.Create))
        {
            return Errno.Noent;
        }

        Errno error = _node.CreateFile(name, out WasiFileNode? file);
        return error != Errno.Success ? error
            : file is not null ? Open(file, open, out inode)
            : throw CreateMissingResult(_node, nameof(_node.CreateFile));
    }

    internal override Errno GetStat(out Filestat stat)
    {
        stat = FileStat;
        return Errno.Success;
    }

    internal override Errno GetStat(ReadOnlySpan<byte> name, out Filestat stat)
    {
        bool exists = TryGet(name, out WasiNode? found);
        stat = exists ? _volume.GetStat(found!) : default;
        return exists ? Errno.Success : Errno.Noent;
    }

    internal override Errno SetTimes(FileTimes times) => _volume.SetTimes(_node, times);

    internal override Errno SetTimes(ReadOnlySpan<byte> name, FileTimes times) =>
        TryGet(name, out WasiNode? found) ? _volume.SetTimes(found!, times) : Errno.Noent;

    internal override Errno ReadLink(ReadOnlySpan<byte> name, Span<byte> target, out int length)
    {
        length = 0;
        bool exists = _node.TryGet(name, out WasiNode? found);
        if (found is not WasiLinkNode link)
        {
            return exists ? Errno.Inval : Errno.Noent;
        }

        ReadOnlySpan<byte> full = link.Target.Span;
        length = Math.Min(target.Length, full.Length);
        full[..length].CopyTo(target);
        return Errno.Success;
    }

    internal override Errno CreateDirectory(ReadOnlySpan<byte> name) =>
        _node.TryGet(name, out _) ? Errno.Exist : _node.CreateDirectory(name);

    internal override Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target) =>
        _node.TryGet(name, out _) ? Errno.Exist : _node.CreateLink(name, target);

    internal override Errno RemoveDirectory(ReadOnlySpan<byte> name) =>
        !_node.TryGet(name, out WasiNode? found) ? Errno.Noent
        : found is not WasiDirectoryNode directory ? Errno.Notdir
        : !directory.IsEmpty ? Errno.Notempty
        : _node.RemoveDirectory(name);

    internal override Errno RemoveFile(ReadOnlySpan<byte> name) =>
        !_node.TryGet(name, out WasiNode? found) ? Errno.Noent
        : found is WasiDirectoryNode ? Errno.Isdir
        : _node.RemoveFile(name);

    internal override Errno Link(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName) =>
        newDirectory is not NodeDirectory other || !other._volume.IsSame(_volume) ? Errno.Xdev
        : !_node.TryGet(name, out WasiNode? found) ? Errno.Noent
        : other._node.TryGet(newName, out _) ? Errno.Exist
        : found is WasiDirectoryNode ? Errno.Perm
        : other._node.CreateHardLink(newName, found);

    internal override Errno Rename(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName)
    {
        if (newDirectory is not NodeDirectory other || !other._volume.IsSame(_volume))
        {
            return Errno.Xdev;
        }

        if (!_node.TryGet(name, out WasiNode? found))
        {
            return Errno.Noent;
        }

        other._node.TryGet(newName, out WasiNode? replaced);
        if (replaced is not null && _volume.GetInode(replaced) == _volume.GetInode(found))
        {
            return Errno.Success;
        }

        Errno error = (found, replaced) switch
        {
            (_, WasiDirectoryNode target) when IsWithin(_node, target) => Errno.Notempty,
            (WasiDirectoryNode moved, _) when IsWithin(other._node, moved) => Errno.Inval,
            (WasiDirectoryNode, WasiDirectoryNode { IsEmpty: false }) => Errno.Notempty,
            (WasiDirectoryNode, not (null or WasiDirectoryNode)) => Errno.Notdir,
            (not WasiDirectoryNode, WasiDirectoryNode) => Errno.Isdir,
            _ => Errno.Success,
        };
        return error == Errno.Success ? _node.Rename(name, other._node, newName) : error;
    }

    internal override DirectoryListing List() => new NodeListing(_node, _volume);

    internal override Errno SyncEntries() => _node.Sync();

    private static InvalidOperationException CreateMissingResult(WasiNode node, string method) =>
        new($"'{node.GetType()}.{method}' returned success without a result.");

    private bool IsWithin(WasiDirectoryNode directory, WasiDirectoryNode ancestor)
    {
        WasiDirectoryNode? current = directory;
        while (current is not null && _volume.GetInode(current) != _volume.GetInode(ancestor))
        {
            current = current.Parent;
        }

        return current is not null;
    }

    private bool TryGet(ReadOnlySpan<byte> name, out WasiNode? found)
    {
        found = _node;
        return PathParser.IsSelf(name) || _node.TryGet(name, out found);
    }

    private Errno Open(WasiNode found, HostOpen open, out Inode? inode)
    {
        inode = null;
        if (found is WasiDirectoryNode directory)
        {
            inode = (open & (HostOpen.Write | HostOpen.Create)) == 0 ? new NodeDirectory(_volume, directory) : null;
            return inode is null ? Errno.Isdir : Errno.Success;
        }

        if (open.HasFlag(HostOpen.Directory) || found is not WasiFileNode file)
        {
            return open.HasFlag(HostOpen.Directory) ? Errno.Notdir : Errno.Loop;
        }

        bool writes = open.HasFlag(HostOpen.Write);
        Errno error = writes ? file.OpenWrite(out WasiFileHandle? handle) : file.OpenRead(_volume.Ledger, out handle);
        if (error != Errno.Success)
        {
            return error;
        }

        NodeFileHandle opened = new(
            _volume, file, handle ?? throw CreateMissingResult(file, writes ? nameof(file.OpenWrite) : nameof(file.OpenRead)));
        Filestat stat = default;
        bool isOpen = false;
        try
        {
            error = open.HasFlag(HostOpen.Truncate) ? opened.SetSize(0) : Errno.Success;
            error = error == Errno.Success ? opened.GetStat(out stat) : error;
            isOpen = error == Errno.Success;
        }
        finally
        {
            if (!isOpen)
            {
                opened.Dispose();
            }
        }

        inode = isOpen ? new FileInode(opened, stat, open) : null;
        return error;
    }
}
