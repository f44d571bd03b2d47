using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>
/// Base class of the inodes of kind File that have no offsets: terminals, pipes of the host, the embedder's streams and virtual devices.
/// </summary>
internal abstract class StreamInode : Inode
{
    private readonly HostOpen _mode;

    /// <param name="stat">The attributes at this moment.</param>
    /// <param name="mode">The access mode, and whether the mount is read-only.</param>
    private protected StreamInode(in Filestat stat, HostOpen mode)
    {
        (FileStat, _mode) = (stat, mode);
        Rights = RightsTable.Stream(CanRead, CanWrite);
    }

    internal sealed override Filetype Filetype => FileStat.Filetype;

    internal sealed override Rights Rights { get; }

    internal override Filestat FileStat { get; }

    /// <summary>True if the stream is open for reading.</summary>
    private protected bool CanRead => (_mode & HostOpen.Read) != 0;

    /// <summary>True if the stream is open for writing.</summary>
    private protected bool CanWrite => (_mode & HostOpen.Write) != 0;

    /// <returns><c>Errno.Spipe</c> (ESPIPE) if the arguments are valid.</returns>
    internal override Errno ReadAt(OpenFileDescription file, in IoVectors vectors, ulong offset, Waiter? waiter, out uint count)
    {
        count = 0;
        return !CanRead ? Errno.Badf : vectors.ExceedMaxOffset(offset) ? Errno.Inval : Errno.Spipe;
    }

    /// <returns><c>Errno.Spipe</c> (ESPIPE) if the arguments are valid.</returns>
    internal override Errno WriteAt(OpenFileDescription file, in IoVectors vectors, ulong offset, Waiter waiter, out uint count)
    {
        count = 0;
        return !CanWrite ? Errno.Badf : vectors.ExceedMaxOffset(offset) ? Errno.Inval : Errno.Spipe;
    }

    /// <returns><c>Errno.Spipe</c> (ESPIPE) if the arguments are valid.</returns>
    internal sealed override Errno Allocate(ulong offset, ulong length, Waiter waiter) =>
        !CanWrite ? Errno.Badf
        : FileInode.CheckAllocation(offset, length) is var error and not Errno.Success ? error
        : Errno.Spipe;

    internal sealed override Errno Advise(ulong offset, ulong length, Advice advice) =>
        offset > long.MaxValue || length > long.MaxValue ? Errno.Inval : Errno.Spipe;

    internal sealed override Errno SetTimes(FileTimes times) => _mode.HasFlag(HostOpen.OnReadOnlyMount) ? Errno.Perm : Errno.Inval;

    /// <returns>A file without a handle that keeps the rights of the stream.</returns>
    internal sealed override Inode Revoke() => new FileInode(handle: null, FileStat, _mode, Rights);
}
