using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using Witx.Bindings.Wasi.Interop;

namespace Witx.Bindings.Wasi;

/// <summary>
/// The directory <c>/</c> over several mounts, or a name below it that leads to one. Where a mount lies it is that mount's directory, and mounts that
/// lie further down are entries of it. So it is where none lies, but the mount above has a directory of the name. Elsewhere it holds only the
/// names of mounts, and nothing can be changed.
/// </summary>
/// <remarks>A relative link sees the mount that it lies in, and what lies below that.</remarks>
internal sealed class RootDirectory : DirectoryInode
{
    private readonly Dictionary<byte[], RootDirectory> _points = new(NameComparer.Instance);
    private readonly ulong _inode;
    private DirectoryInode? _opened;

    private RootDirectory(ulong inode) => _inode = inode;

    /// <summary>The mount whose files are here, if any: the one that lies here, or one above that has such a directory.</summary>
    internal Mount? Mount { get; private set; }

    /// <summary>Where they are.</summary>
    internal DirectoryInode? Directory => Volatile.Read(ref _opened) ?? Mount?.Directory;

    /// <summary>The names below this one that lead to mounts.</summary>
    internal IReadOnlyDictionary<byte[], RootDirectory> Points => _points;

    internal override Filestat FileStat => new(0, _inode, Filetype.Directory, 1, 0, 0, 0, 0);

    /// <summary>The root over mounts, each at the place that its guest path names. It is to be <see cref="Release"/>d.</summary>
    /// <exception cref="ArgumentException">A guest path names no place, or two mounts lie at one.</exception>
    internal static RootDirectory Over(params ReadOnlySpan<Mount> mounts)
    {
        ulong inodes = 1;
        RootDirectory root = new(inodes);
        foreach (Mount mount in mounts)
        {
            RootDirectory point = root;
            for (ReadOnlySpan<byte> path = mount.GuestPath; !path.IsEmpty;)
            {
                ReadOnlySpan<byte> name = PathText.TakeName(ref path);
                if (PathText.IsParent(name) || name.Length > PathText.MaxNameLength || name.Contains((byte)0))
                {
                    throw new ArgumentException($"no mount can lie at '{Encoding.UTF8.GetString(mount.GuestPath)}'", nameof(mounts));
                }

                point = PathText.IsSelf(name) ? point : point.GetOrAdd(name, ref inodes);
            }

            if (point.Mount is not null)
            {
                throw new ArgumentException($"two mounts lie at '{Encoding.UTF8.GetString(mount.GuestPath)}'", nameof(mounts));
            }

            point.Mount = mount;
        }

        root.OpenPoints();
        return root;
    }

    /// <summary>Lets go what it has opened below a mount that is revoked, or below all.</summary>
    internal void Release(Mount? mount = null)
    {
        if (_opened is not null && (mount is null || mount == Mount))
        {
            Interlocked.Exchange(ref _opened, new RevokedDirectory()).Closed();
        }

        foreach (RootDirectory point in _points.Values)
        {
            point.Release(mount);
        }
    }

    /// <summary>
    /// Follows a path through its own names to a mount: the rest is that mount's affair where no other lies below it, or where it goes
    /// straight down beside the others.
    /// </summary>
    /// <param name="path">The path; what is left of it when it led to a mount.</param>
    /// <param name="mount">The mount, likewise.</param>
    /// <returns>The mount's directory, or this when the path does not lead to one so simply.</returns>
    internal DirectoryInode FindMount(ref ReadOnlySpan<byte> path, ref Mount? mount)
    {
        RootDirectory point = this;
        ReadOnlySpan<byte> rest = path;
        while (point._points.Count > 0 && !rest.IsEmpty)
        {
            ReadOnlySpan<byte> below = rest;
            ReadOnlySpan<byte> name = PathText.TakeName(ref rest);
            if (!PathText.IsSelf(name) && !TryGet(point, name, out point))
            {
                // A way back up could lead to one of the other mounts.
                if (point.Directory?.Straight is not { } straight || below.IndexOf(".."u8) >= 0)
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

    /// <summary>The directory that has to answer for a name.</summary>
    /// <param name="name">The name; <c>.</c> when it leads to a mount.</param>
    /// <param name="mount">The mount that it lies in.</param>
    internal DirectoryInode Find(ref ReadOnlySpan<byte> name, ref Mount? mount)
    {
        if (TryGet(this, name, out RootDirectory point))
        {
            name = "."u8;
        }

        mount = point.Mount;
        return PathText.IsSelf(name) && point._points.Count > 0 ? point : point.Directory ?? point;
    }

    internal override Errno Lookup(ReadOnlySpan<byte> name, out DirectoryInode? directory)
    {
        bool found = TryGet(this, name, out RootDirectory point);
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
        if (!PathText.IsSelf(name))
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
        return PathText.IsSelf(name) ? GetStat(out stat) : Errno.Noent;
    }

    internal override Errno SetTimes(FileTimes times) => Directory?.SetTimes(times) ?? Errno.Perm;

    internal override Errno SetTimes(ReadOnlySpan<byte> name, FileTimes times) => PathText.IsSelf(name) ? SetTimes(times) : Errno.Noent;

    internal override Errno CreateDirectory(ReadOnlySpan<byte> name) => Errno.Perm;

    internal override Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target) => Errno.Perm;

    internal override Errno RemoveDirectory(ReadOnlySpan<byte> name) => Errno.Noent;

    internal override Errno RemoveFile(ReadOnlySpan<byte> name) => Errno.Noent;

    internal override Errno Link(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName) => Errno.Noent;

    internal override Errno Rename(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName) => Errno.Noent;

    internal override DirectoryListing List() => new RootListing(this);

    private static bool TryGet(RootDirectory at, ReadOnlySpan<byte> name, out RootDirectory point)
    {
        bool found = at._points.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out RootDirectory? below);
        point = below ?? at;
        return found;
    }

    /// <summary>Opens what the mounts above have where only a name of others lies.</summary>
    private void OpenPoints()
    {
        foreach ((byte[] name, RootDirectory point) in _points)
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

    private RootDirectory GetOrAdd(ReadOnlySpan<byte> name, ref ulong inodes)
    {
        if (!TryGet(this, name, out RootDirectory point))
        {
            point = new RootDirectory(++inodes);
            _points.Add(name.ToArray(), point);
        }

        return point;
    }
}
