using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs.Paths;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>
/// Base class of directories. Operations take one path component unless stated otherwise: not empty, without a separator or a NUL, and
/// neither <c>.</c> nor <c>..</c>. They do not follow symbolic links. <see cref="PathOperations"/> takes paths.
/// </summary>
internal abstract class DirectoryInode : Inode
{
    internal sealed override Filetype Filetype => Filetype.Directory;

    internal override Rights Rights => RightsTable.Directory;

    internal override Rights InheritingRights => RightsTable.DirectoryInheriting;

    /// <summary>
    /// A view of the directory that resolves paths without symbolic links only, or null if the directory has none. A path with a symbolic
    /// link fails with <c>Errno.Nosys</c> (ENOSYS), so that the caller falls back to <see cref="PathWalker"/>: the link could lead into a
    /// mount below.
    /// </summary>
    internal virtual DirectoryInode? NoSymlinksView => null;

    /// <summary>True if the directory keeps a file descriptor of the host open until <see cref="Inode.Close"/>.</summary>
    internal virtual bool IsOnHost => false;

    /// <summary>Finds the directory that contains the last component of a path, by default component by component.</summary>
    /// <param name="path">The path in UTF-8: not empty, without a NUL, and without a slash at either end.</param>
    /// <param name="follow">True to follow a symbolic link in the last component.</param>
    /// <param name="resolution">Receives the directory and the last component. The caller disposes it after success.</param>
    /// <returns><c>Errno.Nosys</c> (ENOSYS) only from a <see cref="NoSymlinksView"/>.</returns>
    internal virtual Errno Resolve(ReadOnlySpan<byte> path, bool follow, ref ResolvedPath resolution) =>
        PathWalker.Resolve(this, path, follow, ref resolution);

    /// <summary>Opens or creates the file at a path in one step.</summary>
    /// <returns><c>Errno.Nosys</c> (ENOSYS) if the caller must <see cref="Resolve"/> the path first.</returns>
    internal virtual Errno OpenBeneath(ReadOnlySpan<byte> path, HostOpen open, out Inode? inode)
    {
        inode = null;
        return Errno.Nosys;
    }

    /// <summary>Returns the attributes of the file at a path in one step.</summary>
    /// <returns><c>Errno.Nosys</c> (ENOSYS) if the caller must <see cref="Resolve"/> the path first.</returns>
    internal virtual Errno GetStatBeneath(ReadOnlySpan<byte> path, bool follow, out Filestat stat)
    {
        stat = default;
        return Errno.Nosys;
    }

    /// <summary>Opens a child directory to continue a path resolution in it. The caller closes it.</summary>
    /// <returns><c>Errno.Notdir</c> (ENOTDIR) for another file type, including a symbolic link.</returns>
    internal abstract Errno Lookup(ReadOnlySpan<byte> name, out DirectoryInode? directory);

    /// <summary>Opens or creates an entry; <c>.</c> is the directory itself.</summary>
    /// <returns><c>Errno.Loop</c> (ELOOP) for a symbolic link.</returns>
    internal abstract Errno Open(ReadOnlySpan<byte> name, HostOpen open, out Inode? inode);

    /// <summary>Opens an entry for the embedder, without calling the file policy of the mount; <c>.</c> is the directory itself.</summary>
    internal virtual Errno OpenByHost(ReadOnlySpan<byte> name, HostOpen open, out Inode? inode) => Open(name, open, out inode);

    /// <summary>Returns the error of the file policy of the mount if it denies opening the directory itself.</summary>
    internal virtual Errno CheckOpen(HostOpen open) => Errno.Success;

    /// <summary>Converts the error of a path resolution at an entry of the directory, for a file policy that hides the entry.</summary>
    internal virtual Errno ToTraversalError(ReadOnlySpan<byte> name, Errno error) => error;

    /// <summary>Returns the attributes of an entry; <c>.</c> is the directory itself.</summary>
    internal abstract Errno GetStat(ReadOnlySpan<byte> name, out Filestat stat);

    /// <summary>Sets the times of an entry; <c>.</c> is the directory itself.</summary>
    internal abstract Errno SetTimes(ReadOnlySpan<byte> name, FileTimes times);

    /// <summary>Reads the target of a symbolic link, truncated to the buffer.</summary>
    /// <returns><c>Errno.Inval</c> (EINVAL) if the entry is not a symbolic link.</returns>
    internal abstract Errno ReadLink(ReadOnlySpan<byte> name, Span<byte> target, out int length);

    /// <summary>Reads the target of a symbolic link like <see cref="ReadLink"/>, to follow the link during a path resolution.</summary>
    internal virtual Errno ReadLinkToFollow(ReadOnlySpan<byte> name, Span<byte> target, out int length) =>
        ReadLink(name, target, out length);

    internal abstract Errno CreateDirectory(ReadOnlySpan<byte> name);

    internal abstract Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target);

    internal abstract Errno RemoveDirectory(ReadOnlySpan<byte> name);

    internal abstract Errno RemoveFile(ReadOnlySpan<byte> name);

    internal abstract Errno Link(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName);

    internal abstract Errno Rename(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName);

    /// <summary>Creates a listing of the entries.</summary>
    internal abstract DirectoryListing List();

    /// <summary>Writes the entries to the disk, if the embedder has enabled <see cref="WasiOptions.SyncDirectories"/>.</summary>
    internal virtual Errno SyncEntries() => Errno.Success;

    internal sealed override Errno Sync(Waiter waiter) => Errno.Isdir;

    internal sealed override Errno DataSync(Waiter waiter) => Errno.Isdir;

    internal sealed override Errno ReadAt(OpenFileDescription file, in IoVectors vectors, ulong offset, Waiter? waiter, out uint count)
    {
        count = 0;
        return Errno.Badf;
    }

    internal sealed override Errno WriteAt(OpenFileDescription file, in IoVectors vectors, ulong offset, Waiter waiter, out uint count)
    {
        count = 0;
        return Errno.Badf;
    }

    internal sealed override Errno Seek(OpenFileDescription file, long delta, Whence whence, out ulong offset)
    {
        offset = 0;
        return Errno.Badf;
    }

    internal sealed override Errno Tell(OpenFileDescription file, out ulong offset)
    {
        offset = 0;
        return Errno.Badf;
    }

    internal sealed override Errno SetSize(ulong size, Waiter waiter) => Errno.Isdir;

    internal sealed override Errno Allocate(ulong offset, ulong length, Waiter waiter) => Errno.Badf;

    internal sealed override Errno Advise(ulong offset, ulong length, Advice advice) => Errno.Badf;

    internal sealed override Inode Revoke() => new RevokedDirectory();
}
