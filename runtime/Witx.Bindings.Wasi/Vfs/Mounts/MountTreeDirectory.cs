using System;
using System.Collections.Generic;
using System.Threading;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Mounts;

/// <summary>A node of a mount tree: a mount point, or a directory above a mount point.</summary>
/// <remarks>
/// At a mount point, the node shows the directory of the mount, with the mount points below it as entries. Above a mount point, it
/// shows the corresponding directory of the mount above. Without such a directory it contains only the child nodes, and is read-only.
/// Renaming and removing a node fails with <c>Errno.Busy</c> (EBUSY), so that a mount cannot be moved away from its guest path.
/// </remarks>
internal sealed class MountTreeDirectory : DirectoryInode
{
    private readonly Dictionary<byte[], MountTreeDirectory> _children = new(NameComparer.Instance);
    private readonly ulong _inode;
    private DirectoryInode? _opened;

    private MountTreeDirectory(ulong inode) => _inode = inode;

    /// <summary>
    /// The mount whose files the node shows, or null: the mount at this path, or a mount above that has a directory here.
    /// </summary>
    internal Mount? Mount { get; private set; }

    /// <summary>The directory whose files the node shows, or null if it contains only child nodes.</summary>
    internal DirectoryInode? Directory => Volatile.Read(ref _opened) ?? Mount?.Directory;

    /// <summary>The child nodes by name.</summary>
    internal IReadOnlyDictionary<byte[], MountTreeDirectory> Children => _children;

    internal override Filestat FileStat => new(0, _inode, Filetype.Directory, 1, 0, 0, 0, 0);

    /// <summary>Creates the tree of a set of mounts. The caller calls <see cref="Release"/>.</summary>
    /// <param name="mounts">The mounts with their paths from the root of the tree, without <c>..</c>. No two paths are equal.</param>
    /// <param name="nodes">Receives the node of each mount.</param>
    internal static MountTreeDirectory Create(IEnumerable<KeyValuePair<byte[], Mount>> mounts, IDictionary<Mount, MountTreeDirectory> nodes)
    {
        ulong inodes = 1;
        MountTreeDirectory root = new(inodes);
        foreach ((byte[] guestPath, Mount mount) in mounts)
        {
            MountTreeDirectory node = root;
            for (ReadOnlySpan<byte> path = guestPath; !path.IsEmpty;)
            {
                ReadOnlySpan<byte> name = PathParser.TakeName(ref path);
                node = PathParser.IsSelf(name) ? node : node.GetOrAdd(name, ref inodes);
            }

            node.Mount = mount;
            nodes.TryAdd(mount, node);
        }

        root.OpenDirectories();
        return root;
    }

    /// <summary>Closes the directories that the tree has opened in a revoked mount, or in all mounts.</summary>
    /// <param name="mount">The revoked mount, or null for all mounts.</param>
    internal void Release(Mount? mount = null)
    {
        if (_opened is not null && (mount is null || mount == Mount))
        {
            Interlocked.Exchange(ref _opened, new RevokedDirectory()).Close();
        }

        foreach (MountTreeDirectory node in _children.Values)
        {
            node.Release(mount);
        }
    }

    /// <summary>Follows a path through the nodes to the mount that can resolve the rest of the path on its own.</summary>
    /// <remarks>
    /// A mount can do this if there are no nodes below it, or if the rest leads down past the nodes without <c>..</c> and symbolic links.
    /// </remarks>
    /// <param name="path">The path. Receives the rest of the path below the mount.</param>
    /// <param name="mount">Receives the mount.</param>
    /// <param name="isPoint">True if the last component of the path is a node.</param>
    /// <returns>The directory of the mount, or this node if the path must be resolved component by component.</returns>
    internal DirectoryInode FindMount(ref ReadOnlySpan<byte> path, ref Mount? mount, out bool isPoint)
    {
        MountTreeDirectory node = this;
        ReadOnlySpan<byte> rest = path;
        isPoint = false;
        while (node._children.Count > 0 && !rest.IsEmpty)
        {
            ReadOnlySpan<byte> below = rest;
            ReadOnlySpan<byte> name = PathParser.TakeName(ref rest);
            isPoint = rest.IsEmpty && !PathParser.IsSelf(name);
            if (!PathParser.IsSelf(name) && !TryGet(node, name, out node))
            {
                isPoint = false;
                // ".." could lead back up and into one of the other mounts.
                if (node.Directory?.NoSymlinksView is not { } view || below.IndexOf(".."u8) >= 0)
                {
                    return this;
                }

                path = below;
                mount = node.Mount;
                return view;
            }
        }

        if (node.Directory is not { } directory || node._children.Count > 0)
        {
            return this;
        }

        path = rest.IsEmpty ? "."u8 : rest;
        mount = node.Mount;
        return directory;
    }

    /// <summary>Finds the directory that performs an operation on an entry of this node.</summary>
    /// <param name="name">The name of the entry. Receives <c>.</c> if the entry is a node.</param>
    /// <param name="mount">Receives the mount of that directory.</param>
    /// <param name="isPoint">True if the entry is a node.</param>
    internal DirectoryInode Find(ref ReadOnlySpan<byte> name, ref Mount? mount, out bool isPoint)
    {
        isPoint = TryGet(this, name, out MountTreeDirectory node);
        if (isPoint)
        {
            name = "."u8;
        }

        mount = node.Mount;
        return PathParser.IsSelf(name) && node._children.Count > 0 ? node : node.Directory ?? node;
    }

    internal override Errno Lookup(ReadOnlySpan<byte> name, out DirectoryInode? directory)
    {
        bool found = TryGet(this, name, out MountTreeDirectory node);
        directory = found ? node : null;
        return found ? Errno.Success : Directory?.Lookup(name, out directory) ?? Errno.Noent;
    }

    internal override Errno ReadLink(ReadOnlySpan<byte> name, Span<byte> target, out int length)
    {
        length = 0;
        return Directory?.ReadLink(name, target, out length) ?? Errno.Noent;
    }

    internal override Errno ReadLinkToFollow(ReadOnlySpan<byte> name, Span<byte> target, out int length)
    {
        length = 0;
        return Directory?.ReadLinkToFollow(name, target, out length) ?? Errno.Noent;
    }

    internal override Errno ToTraversalError(ReadOnlySpan<byte> name, Errno error) => Directory?.ToTraversalError(name, error) ?? error;

    internal override Errno Open(ReadOnlySpan<byte> name, HostOpen open, out Inode? inode)
    {
        inode = null;
        if (!PathParser.IsSelf(name))
        {
            return open.HasFlag(HostOpen.Create) ? Errno.Perm : Errno.Noent;
        }

        if ((open & (HostOpen.Write | HostOpen.Create)) != 0)
        {
            return Errno.Isdir;
        }

        Errno error = Directory?.CheckOpen(open) ?? Errno.Success;
        inode = error == Errno.Success ? this : null;
        return error;
    }

    internal override Errno SyncEntries() => Directory?.SyncEntries() ?? Errno.Success;

    internal override Errno GetStat(out Filestat stat)
    {
        stat = FileStat;
        return Directory?.GetStat(out stat) ?? Errno.Success;
    }

    internal override Errno GetStat(ReadOnlySpan<byte> name, out Filestat stat)
    {
        stat = FileStat;
        return PathParser.IsSelf(name) ? Directory?.GetStat("."u8, out stat) ?? Errno.Success : Errno.Noent;
    }

    internal override Errno SetTimes(FileTimes times) => Directory?.SetTimes(times) ?? Errno.Perm;

    internal override Errno SetTimes(ReadOnlySpan<byte> name, FileTimes times) => PathParser.IsSelf(name) ? SetTimes(times) : Errno.Noent;

    internal override Errno CreateDirectory(ReadOnlySpan<byte> name) => Errno.Perm;

    internal override Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target) => Errno.Perm;

    internal override Errno RemoveDirectory(ReadOnlySpan<byte> name) => Errno.Noent;

    internal override Errno RemoveFile(ReadOnlySpan<byte> name) => Errno.Noent;

    internal override Errno Link(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName) => Errno.Noent;

    internal override Errno Rename(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName) => Errno.Noent;

    internal override DirectoryListing List() => new MountTreeListing(this);

    private static bool TryGet(MountTreeDirectory at, ReadOnlySpan<byte> name, out MountTreeDirectory node)
    {
        bool found = at._children.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out MountTreeDirectory? below);
        node = below ?? at;
        return found;
    }

    /// <summary>Opens the corresponding directory of the mount above for each node that is not a mount point.</summary>
    private void OpenDirectories()
    {
        foreach ((byte[] name, MountTreeDirectory node) in _children)
        {
            if (node.Mount is null
                && Directory?.OpenByHost(name, HostOpen.Read | HostOpen.Directory, out Inode? found) == Errno.Success
                && found is DirectoryInode directory)
            {
                (node.Mount, node._opened) = (Mount, directory);
            }

            node.OpenDirectories();
        }
    }

    private MountTreeDirectory GetOrAdd(ReadOnlySpan<byte> name, ref ulong inodes)
    {
        if (!TryGet(this, name, out MountTreeDirectory node))
        {
            node = new MountTreeDirectory(++inodes);
            _children.Add(name.ToArray(), node);
        }

        return node;
    }
}
