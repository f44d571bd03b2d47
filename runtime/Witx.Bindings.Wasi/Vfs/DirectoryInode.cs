using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs.Paths;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>
/// A directory. Its verbs take one name: not empty, without a separator or a NUL, and neither <c>.</c> nor <c>..</c>, except where a verb says
/// otherwise. They follow no link. Whatever takes a path goes by <see cref="PathOperations"/>.
/// </summary>
internal abstract class DirectoryInode : Inode
{
    internal sealed override Filetype Filetype => Filetype.Directory;

    internal override Rights Rights => RightsTable.Directory;

    internal override Rights InheritingRights => RightsTable.DirectoryInheriting;

    /// <summary>
    /// The same directory for paths that a walk may have to do, because other mounts lie below: what goes straight down is done, and a link
    /// anywhere on the way, or a kind that has no such view, is <c>nosys</c>. Null where there is none.
    /// </summary>
    internal virtual DirectoryInode? NoSymlinksView => null;

    /// <summary>True if the directory keeps a file descriptor of the host open until <see cref="Inode.Close"/>.</summary>
    internal virtual bool IsOnHost => false;

    /// <summary>Finds the parent and the last name of a path: name by name, unless a kind knows better.</summary>
    /// <param name="path">UTF-8: neither empty nor with a NUL nor with a slash at either end.</param>
    /// <param name="follow">Whether a link in last place is followed, as far as it leads.</param>
    /// <param name="resolution">Where it led. To be disposed when the answer is <c>success</c>.</param>
    /// <returns><c>nosys</c> from a <see cref="NoSymlinksView"/> view alone.</returns>
    internal virtual Errno Resolve(ReadOnlySpan<byte> path, bool follow, ref ResolvedPath resolution) =>
        PathWalker.Resolve(this, path, follow, ref resolution);

    /// <summary>Opens or creates what is at the end of a path, in one step.</summary>
    /// <returns><c>nosys</c> from a kind that has to <see cref="Resolve"/> first.</returns>
    internal virtual Errno OpenBeneath(ReadOnlySpan<byte> path, HostOpen open, out Inode? inode)
    {
        inode = null;
        return Errno.Nosys;
    }

    /// <summary>The attributes of what is at the end of a path, in one step.</summary>
    /// <returns><c>nosys</c> from a kind that has to <see cref="Resolve"/> first.</returns>
    internal virtual Errno GetStatBeneath(ReadOnlySpan<byte> path, bool follow, out Filestat stat)
    {
        stat = default;
        return Errno.Nosys;
    }

    /// <summary>The directory <paramref name="name"/>, as a place to resolve on from; it is <see cref="Inode.Close"/> when done with.</summary>
    /// <returns><c>notdir</c> for anything else, links included.</returns>
    internal abstract Errno Lookup(ReadOnlySpan<byte> name, out DirectoryInode? directory);

    /// <summary>Opens or creates an entry, <c>.</c> for the directory itself.</summary>
    /// <returns><c>loop</c> for a symbolic link.</returns>
    internal abstract Errno Open(ReadOnlySpan<byte> name, HostOpen open, out Inode? inode);

    /// <summary>The attributes of an entry, <c>.</c> for the directory itself.</summary>
    internal abstract Errno GetStat(ReadOnlySpan<byte> name, out Filestat stat);

    /// <summary>Sets the times of an entry, <c>.</c> for the directory itself.</summary>
    internal abstract Errno SetTimes(ReadOnlySpan<byte> name, FileTimes times);

    /// <summary>Reads as much of a link's target as there is room for.</summary>
    /// <returns><c>inval</c> when the entry is no link.</returns>
    internal abstract Errno ReadLink(ReadOnlySpan<byte> name, Span<byte> target, out int length);

    internal abstract Errno CreateDirectory(ReadOnlySpan<byte> name);

    internal abstract Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target);

    internal abstract Errno RemoveDirectory(ReadOnlySpan<byte> name);

    internal abstract Errno RemoveFile(ReadOnlySpan<byte> name);

    internal abstract Errno Link(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName);

    internal abstract Errno Rename(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName);

    /// <summary>A listing of the entries, with a position of its own.</summary>
    internal abstract DirectoryListing List();

    /// <summary>The entries to the disk, for embedders who want directories to be synchronised.</summary>
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
