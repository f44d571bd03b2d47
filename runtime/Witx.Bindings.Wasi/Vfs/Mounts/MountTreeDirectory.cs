using System;
using System.Collections.Generic;
using System.Threading;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Mounts;

/// <summary>
/// A point of a tree of mounts: a mount point, or a directory above one. At a mount point it shows the directory of the mount, and the mounts below it
/// as entries. Above a mount point it shows the directory that the mount above has there. Without such a directory it contains only the names of
/// mounts, and nothing can be changed.
/// </summary>
/// <remarks>Renaming and removing a point fails with <c>busy</c>, so that no mount can be moved away from its guest path.</remarks>
internal sealed class MountTreeDirectory : DirectoryInode
{
    private readonly Dictionary<byte[], MountTreeDirectory> _points = new(NameComparer.Instance);
    private readonly ulong _inode;
    private DirectoryInode? _opened;

    private MountTreeDirectory(ulong inode) => _inode = inode;

    /// <summary>The mount whose files are here, if any: the one that lies here, or one above that has such a directory.</summary>
    internal Mount? Mount { get; private set; }

    /// <summary>Where they are.</summary>
    internal DirectoryInode? Directory => Volatile.Read(ref _opened) ?? Mount?.Directory;

    /// <summary>The names below this one that lead to mounts.</summary>
    internal IReadOnlyDictionary<byte[], MountTreeDirectory> Points => _points;

    internal override Filestat FileStat => new(0, _inode, Filetype.Directory, 1, 0, 0, 0, 0);

    /// <summary>Creates the tree of some mounts. The caller calls <see cref="Release"/>.</summary>
    /// <param name="mounts">The mounts and their paths from the root of the tree, without <c>..</c> and in an order of the caller's. No two are equal.</param>
    /// <param name="points">Receives the point of each mount.</param>
    internal static MountTreeDirectory Create(IEnumerable<KeyValuePair<byte[], Mount>> mounts, IDictionary<Mount, MountTreeDirectory> points)
    {
        ulong inodes = 1;
        MountTreeDirectory root = new(inodes);
        foreach ((byte[] guestPath, Mount mount) in mounts)
        {
            MountTreeDirectory point = root;
            for (ReadOnlySpan<byte> path = guestPath; !path.IsEmpty;)
            {
                ReadOnlySpan<byte> name = PathParser.TakeName(ref path);
                point = PathParser.IsSelf(name) ? point : point.GetOrAdd(name, ref inodes);
            }

            point.Mount = mount;
            points.TryAdd(mount, point);
        }

        root.OpenPoints();
        return root;
    }

    /// <summary>Lets go what it has opened below a mount that is revoked, or below all.</summary>
    internal void Release(Mount? mount = null)
    {
        if (_opened is not null && (mount is null || mount == Mount))
        {
            Interlocked.Exchange(ref _opened, new RevokedDirectory()).Close();
        }

        foreach (MountTreeDirectory point in _points.Values)
        {
            point.Release(mount);
        }
    }

    /// <summary>
    /// Follows a path through the names of points to a mount. The mount resolves the rest if no other mount lies below it, or if the rest leads
    /// down past the other mounts without links.
    /// </summary>
    /// <param name="path">The path. Receives the rest below the mount.</param>
    /// <param name="mount">Receives the mount.</param>
    /// <param name="isPoint">True if the last name of the path is a point.</param>
    /// <returns>The directory of the mount, or this point if the path has to be resolved component by component.</returns>
    internal DirectoryInode FindMount(ref ReadOnlySpan<byte> path, ref Mount? mount, out bool isPoint)
    {
        MountTreeDirectory point = this;
        ReadOnlySpan<byte> rest = path;
        isPoint = false;
        while (point._points.Count > 0 && !rest.IsEmpty)
        {
            ReadOnlySpan<byte> below = rest;
            ReadOnlySpan<byte> name = PathParser.TakeName(ref rest);
            isPoint = rest.IsEmpty && !PathParser.IsSelf(name);
            if (!PathParser.IsSelf(name) && !TryGet(point, name, out point))
            {
                isPoint = false;
                // A way back up could lead to one of the other mounts.
                if (point.Directory?.NoSymlinksView is not { } straight || below.IndexOf(".."u8) >= 0)
                {
                    return this;
                }

                path = below;
                mount = point.Mount;
                return straight;
            }
        }

        if (point.Directory is not { } directory || point._points.Count > 0)
        {
            return this;
        }

        path = rest.IsEmpty ? "."u8 : rest;
        mount = point.Mount;
        return directory;
    }

    /// <summary>Finds the directory that performs an operation on an entry of this point.</summary>
    /// <param name="name">The name of the entry. Receives <c>.</c> if the entry is a point.</param>
    /// <param name="mount">Receives the mount of that directory.</param>
    /// <param name="isPoint">True if the entry is a point.</param>
    internal DirectoryInode Find(ref ReadOnlySpan<byte> name, ref Mount? mount, out bool isPoint)
    {
        isPoint = TryGet(this, name, out MountTreeDirectory point);
        if (isPoint)
        {
            name = "."u8;
        }

        mount = point.Mount;
        return PathParser.IsSelf(name) && point._points.Count > 0 ? point : point.Directory ?? point;
    }

    internal override Errno Lookup(ReadOnlySpan<byte> name, out DirectoryInode? directory)
    {
        bool found = TryGet(this, name, out MountTreeDirectory point);
        directory = found ? point : null;
        return found ? Errno.Success : Directory?.Lookup(name, out directory) ?? Errno.Noent;
    }

    internal override Errno ReadLink(ReadOnlySpan<byte> name, Span<byte> target, out int length)
    {
        length = 0;
        return Directory?.ReadLink(name, target, out length) ?? Errno.Noent;
    }

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

        inode = this;
        return Errno.Success;
    }

    internal override Errno SyncEntries() => Directory?.SyncEntries() ?? Errno.Success;

    internal override Errno GetStat(out Filestat stat)
    {
        stat = FileStat;
        return Directory?.GetStat(out stat) ?? Errno.Success;
    }

    internal override Errno GetStat(ReadOnlySpan<byte> name, out Filestat stat)
    {
        stat = default;
        return PathParser.IsSelf(name) ? GetStat(out stat) : Errno.Noent;
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

    private static bool TryGet(MountTreeDirectory at, ReadOnlySpan<byte> name, out MountTreeDirectory point)
    {
        bool found = at._points.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out MountTreeDirectory? below);
        point = below ?? at;
        return found;
    }

    /// <summary>Opens what the mounts above have where only a name of others lies.</summary>
    private void OpenPoints()
    {
        foreach ((byte[] name, MountTreeDirectory point) in _points)
        {
            if (point.Mount is null
                && Directory?.Open(name, HostOpen.Read | HostOpen.Directory, out Inode? found) == Errno.Success
                && found is DirectoryInode directory)
            {
                (point.Mount, point._opened) = (Mount, directory);
            }

            point.OpenPoints();
        }
    }

    private MountTreeDirectory GetOrAdd(ReadOnlySpan<byte> name, ref ulong inodes)
    {
        if (!TryGet(this, name, out MountTreeDirectory point))
        {
            point = new MountTreeDirectory(++inodes);
            _points.Add(name.ToArray(), point);
        }

        return point;
    }
}
