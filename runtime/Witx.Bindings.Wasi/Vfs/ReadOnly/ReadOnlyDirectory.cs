using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs.Mounts;

namespace Witx.Bindings.Wasi.Vfs.ReadOnly;

/// <summary>
/// A read-only view of a directory and everything below it. Each operation that changes a file fails with <c>Errno.Perm</c> (EPERM).
/// </summary>
/// <param name="directory">The directory, which the view owns.</param>
internal sealed class ReadOnlyDirectory(DirectoryInode directory) : DirectoryInode
{
    private const HostOpen Changes = HostOpen.Write | HostOpen.Create | HostOpen.Truncate;

    private ReadOnlyDirectory? _noSymlinksView;

    internal override Filestat FileStat => directory.FileStat;

    internal override bool IsOnHost => directory.IsOnHost;

    internal override DirectoryInode? NoSymlinksView =>
        _noSymlinksView ??= directory.NoSymlinksView is { } view ? new ReadOnlyDirectory(view) : null;

    internal override Errno SyncEntries() => directory.SyncEntries();

    internal override Errno Resolve(ReadOnlySpan<byte> path, bool follow, ref ResolvedPath resolution)
    {
        // Without the root, an absolute link fails with EPERM. The link could leave this view, so PathOperations resolves the path by
        // components.
        (MountTreeDirectory? root, resolution.Root) = (resolution.Root, null);
        Errno error = directory.Resolve(path, follow, ref resolution);
        resolution.Root = root;
        if (error == Errno.Success)
        {
            resolution.Directory = resolution.Directory == directory ? this : new ReadOnlyDirectory(resolution.Directory);
        }

        return error;
    }

    internal override Errno OpenBeneath(ReadOnlySpan<byte> path, HostOpen open, out Inode? inode)
    {
        inode = null;
        return (open & Changes) != 0
            ? Errno.Perm
            : ToView(directory.OpenBeneath(path, open | HostOpen.OnReadOnlyMount, out inode), ref inode);
    }

    internal override Errno GetStatBeneath(ReadOnlySpan<byte> path, bool follow, out Filestat stat) =>
        directory.GetStatBeneath(path, follow, out stat);

    internal override Errno Lookup(ReadOnlySpan<byte> name, out DirectoryInode? found)
    {
        Errno error = directory.Lookup(name, out found);
        found = found is null ? null : new ReadOnlyDirectory(found);
        return error;
    }

    internal override Errno Open(ReadOnlySpan<byte> name, HostOpen open, out Inode? inode)
    {
        inode = null;
        return (open & Changes) != 0 ? Errno.Perm : ToView(directory.Open(name, open | HostOpen.OnReadOnlyMount, out inode), ref inode);
    }

    internal override Errno GetStat(out Filestat stat) => directory.GetStat(out stat);

    internal override Errno GetStat(ReadOnlySpan<byte> name, out Filestat stat) => directory.GetStat(name, out stat);

    internal override Errno ReadLink(ReadOnlySpan<byte> name, Span<byte> target, out int length) =>
        directory.ReadLink(name, target, out length);

    internal override DirectoryListing List() => directory.List();

    internal override Errno SetTimes(FileTimes times) => Errno.Perm;

    internal override Errno SetTimes(ReadOnlySpan<byte> name, FileTimes times) => Errno.Perm;

    internal override Errno CreateDirectory(ReadOnlySpan<byte> name) => Errno.Perm;

    internal override Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target) => Errno.Perm;

    internal override Errno RemoveDirectory(ReadOnlySpan<byte> name) => Errno.Perm;

    internal override Errno RemoveFile(ReadOnlySpan<byte> name) => Errno.Perm;

    internal override Errno Link(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName) => Errno.Perm;

    internal override Errno Rename(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName) => Errno.Perm;

    internal override void Close() => directory.Close();

    /// <summary>
    /// Wraps an opened directory in a view. Other files are read-only already: see <see cref="HostOpen.OnReadOnlyMount"/>.
    /// </summary>
    private static Errno ToView(Errno error, ref Inode? inode)
    {
        inode = inode is DirectoryInode found ? new ReadOnlyDirectory(found) : inode;
        return error;
    }
}
