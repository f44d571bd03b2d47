using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>
/// Base class of everything that a descriptor can refer to. Each operation returns the error that POSIX gives for an unsupported
/// operation; derived types override the ones that they support. Thread-safe.
/// </summary>
internal abstract class Inode
{
    /// <summary>The file type that guests see.</summary>
    internal abstract Filetype Filetype { get; }

    /// <summary>The rights of a new descriptor: see <see cref="RightsTable"/>.</summary>
    internal abstract Rights Rights { get; }

    /// <summary>The rights that a new descriptor passes on to files opened below it.</summary>
    internal virtual Rights InheritingRights => 0;

    /// <summary>
    /// The last known attributes, without a system call: those of the open, with a size that grows with writes and is updated by a sync.
    /// </summary>
    internal virtual Filestat FileStat => new(0, 0, Filetype, 0, 0, 0, 0, 0);

    /// <summary>Returns the current attributes (<c>fstat</c>).</summary>
    internal abstract Errno GetStat(out Filestat stat);

    /// <summary>Writes data and metadata to the disk (<c>fsync</c>), or flushes a stream of the embedder.</summary>
    internal virtual Errno Sync(Waiter waiter) => Errno.Inval;

    /// <summary>
    /// Writes data to the disk, and the metadata needed to read it (<c>fdatasync</c>), or flushes a stream of the embedder.
    /// </summary>
    internal virtual Errno DataSync(Waiter waiter) => Errno.Inval;

    /// <summary>Writes the bytes that a <see cref="Special.BufferedOutput"/> has collected. Other inodes have none.</summary>
    internal virtual Errno Flush(OpenFileDescription file, Waiter waiter) => Errno.Success;

    /// <summary>Reads at the offset of the open file and advances it, or reads the next bytes of a stream (<c>readv</c>).</summary>
    internal virtual Errno Read(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        return Errno.Badf;
    }

    /// <summary>Writes at the offset of the open file and advances it, or writes to a stream (<c>writev</c>).</summary>
    internal virtual Errno Write(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        return Errno.Badf;
    }

    /// <summary>Reads at an offset (<c>preadv</c>).</summary>
    /// <param name="file">The open file.</param>
    /// <param name="vectors">The buffers.</param>
    /// <param name="offset">The offset of the first byte.</param>
    /// <param name="waiter">The waiter of the calling thread, or null if nothing can cancel the read.</param>
    /// <param name="count">The number of bytes read.</param>
    internal virtual Errno ReadAt(OpenFileDescription file, in IoVectors vectors, ulong offset, Waiter? waiter, out uint count)
    {
        count = 0;
        return Errno.Spipe;
    }

    /// <summary>Writes at an offset (<c>pwritev</c>).</summary>
    internal virtual Errno WriteAt(OpenFileDescription file, in IoVectors vectors, ulong offset, Waiter waiter, out uint count)
    {
        count = 0;
        return Errno.Spipe;
    }

    internal virtual Errno Seek(OpenFileDescription file, long delta, Whence whence, out ulong offset)
    {
        offset = 0;
        return Errno.Spipe;
    }

    internal virtual Errno Tell(OpenFileDescription file, out ulong offset)
    {
        offset = 0;
        return Errno.Spipe;
    }

    internal virtual Errno SetSize(ulong size, Waiter waiter) => Errno.Inval;

    internal virtual Errno Allocate(ulong offset, ulong length, Waiter waiter) => Errno.Spipe;

    internal virtual Errno Advise(ulong offset, ulong length, Advice advice) => Errno.Spipe;

    internal virtual Errno SetTimes(FileTimes times) => Errno.Inval;

    /// <summary>A number that changes when the inode may have become ready again, for edge-triggered epoll.</summary>
    internal virtual uint ReadinessGeneration => 0;

    /// <summary>Polls the inode: see <see cref="IPollable.Poll"/>.</summary>
    internal virtual Readiness Poll(OpenFileDescription file, PollEvents interest, Waiter waiter) => new(interest);

    /// <summary>Makes the inode unusable after its mount was revoked.</summary>
    /// <returns>The inode that replaces this one, which the caller then closes; or this inode.</returns>
    internal virtual Inode Revoke() => this;

    /// <summary>Releases the resources of the host when the last descriptor is closed. May be called more than once.</summary>
    internal virtual void Close()
    {
    }
}
