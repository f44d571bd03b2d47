using System;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>
/// An open file description (POSIX): the offset, flags and directory cursor that all duplicates of a descriptor share. It counts the
/// descriptors that refer to it, and closes the inode with the last one.
/// </summary>
internal sealed class OpenFileDescription : IPollable
{
    private Inode _inode;

    // Created for the first use, because streams have no offset.
    private Lock? _gate;
    private int _references = 1;
    private ulong _offset;
    private int _flags;
    private EpollEntries? _epollEntries;

    internal OpenFileDescription(Inode inode, Mount? mount = null, Fdflags flags = 0) =>
        (_inode, Mount, _flags) = (inode, mount, (int)flags);

    /// <summary>The inode. Calls a deferred <c>fstat</c>, so that its type is known.</summary>
    internal Inode Inode =>
        Volatile.Read(ref _inode) is var inode && inode is FileInode { IsStatDeferred: true } opened ? ResolveType(opened) : inode;

    /// <summary>The inode for reads, writes and attributes, which do not need its type.</summary>
    internal Inode Contents => Volatile.Read(ref _inode);

    /// <summary>The mount that contains the file, or null if the embedder or the guest created it outside a mount.</summary>
    internal Mount? Mount { get; }

    /// <summary>The absolute guest path that a directory was opened by; null for others, and if the guest has no root directory.</summary>
    internal byte[]? GuestPath { get; init; }

    /// <summary>The lock over the offset and the cursor. It is not held during a wait.</summary>
    internal Lock Gate => Volatile.Read(ref _gate) ?? CreateGate();

    /// <summary>The file offset. Changed under the <see cref="Gate"/>, read without it.</summary>
    internal ulong Offset
    {
        get => Volatile.Read(ref _offset);
        set => Volatile.Write(ref _offset, value);
    }

    internal Fdflags Flags
    {
        get => (Fdflags)Volatile.Read(ref _flags);
        set => Volatile.Write(ref _flags, (int)value);
    }

    /// <summary>The listing of a directory, or null before its first use. Used under the <see cref="Gate"/>.</summary>
    internal DirectoryListing? Cursor { get; set; }

    /// <summary>True if operations that would wait return <c>Errno.Again</c> (EAGAIN).</summary>
    internal bool IsNonblocking => (Flags & Fdflags.Nonblock) != 0;

    /// <summary>True after the last descriptor was closed.</summary>
    internal bool IsClosed => Volatile.Read(ref _references) == 0;

    /// <inheritdoc/>
    public Readiness Poll(PollEvents interest, Waiter waiter) => Inode.Poll(this, interest, waiter);

    /// <summary>Moves the offset, possibly beyond the end (<c>lseek</c>).</summary>
    /// <param name="delta">The distance in bytes.</param>
    /// <param name="whence">The position that the distance is relative to.</param>
    /// <param name="end">The size of the file.</param>
    /// <param name="offset">The new offset.</param>
    internal Errno Seek(long delta, Whence whence, ulong end, out ulong offset)
    {
        lock (Gate)
        {
            ulong start = whence switch
            {
                Whence.Set => 0,
                Whence.Cur => Offset,
                _ => end,
            };
            Int128 target = (Int128)start + delta;
            offset = 0;
            if (target < 0 || target > long.MaxValue)
            {
                return target < 0 ? Errno.Inval : Errno.Overflow;
            }

            offset = Offset = (ulong)target;
            return Errno.Success;
        }
    }

    /// <summary>Counts another descriptor. The caller's table contains a descriptor already, or the caller holds its lock.</summary>
    internal void AddReference() => Interlocked.Increment(ref _references);

    /// <summary>Counts a descriptor less. The last one closes the inode.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            Volatile.Read(ref _epollEntries)?.Close();
            if (Contents is DirectoryInode)
            {
                CloseCursor();
            }

            Contents.Close();
        }
    }

    /// <summary>The epoll entries that watch the open file.</summary>
    internal EpollEntry[] EpollEntries => Volatile.Read(ref _epollEntries)?.Entries ?? [];

    /// <summary>Registers an epoll entry, to be removed from its list when the last descriptor is closed.</summary>
    /// <returns>False when the last descriptor is already closed. The caller then calls <see cref="RemoveEpollEntry"/>.</returns>
    internal bool TryAddEpollEntry(EpollEntry entry)
    {
        if (Volatile.Read(ref _epollEntries) is null)
        {
            Interlocked.CompareExchange(ref _epollEntries, new EpollEntries(), null);
        }

        // The second check covers a Release that ran before the watchers were published.
        return _epollEntries!.TryAdd(entry) && !IsClosed;
    }

    /// <summary>Undoes <see cref="TryAddEpollEntry"/>.</summary>
    internal void RemoveEpollEntry(EpollEntry entry) => Volatile.Read(ref _epollEntries)?.Remove(entry);

    /// <summary>Releases the resources of the host after the mount was revoked.</summary>
    internal void Revoke()
    {
        Inode inode = Inode;
        Inode revoked = inode.Revoke();
        if (revoked != inode)
        {
            Interlocked.Exchange(ref _inode, revoked).Close();
        }
    }

    private Lock CreateGate() => LazyInitializer.EnsureInitialized(ref _gate, static () => new Lock());

    private void CloseCursor()
    {
        lock (Gate)
        {
            Cursor?.Close();
            Cursor = null;
        }
    }

    private Inode ResolveType(FileInode opened)
    {
        Inode resolved = opened.ResolveType();
        Inode found = Interlocked.CompareExchange(ref _inode, resolved, opened);
        return found == opened ? resolved : found;
    }
}
