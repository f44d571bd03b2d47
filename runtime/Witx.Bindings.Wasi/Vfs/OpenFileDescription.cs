using System;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>
/// What one open made and what every duplicate of its descriptor shares, POSIX's open file description: the offset, the flags, a
/// directory's cursor. It counts the descriptors that refer to it; without any, the inode is closed.
/// </summary>
internal sealed class OpenFileDescription : IPollable
{
    private Inode _inode;
    private int _references = 1;
    private ulong _offset;
    private int _flags;
    private EpollWatchers? _watchers;

    internal OpenFileDescription(Inode inode, Mount? mount = null, Fdflags flags = 0) => (_inode, Mount, _flags) = (inode, mount, (int)flags);

    /// <summary>The inode. Calls a deferred <c>fstat</c>, so that its type is known.</summary>
    internal Inode Inode =>
        Volatile.Read(ref _inode) is var inode && inode is FileInode { IsStatDeferred: true } opened ? ResolveType(opened) : inode;

    /// <summary>The inode for reads, writes and attributes, which do not need its type.</summary>
    internal Inode Contents => Volatile.Read(ref _inode);

    /// <summary>The mount that it was opened below; none for what the embedder or the guest itself made.</summary>
    internal Mount? Mount { get; }

    /// <summary>Held while the offset moves or the cursor is used, never across a wait.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>Where the next read or write starts. Changed under the <see cref="Gate"/>, read without.</summary>
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

    /// <summary>A directory's listing, from its first use on. Used under the <see cref="Gate"/>.</summary>
    internal DirectoryListing? Cursor { get; set; }

    /// <summary>Whether what would wait answers <c>again</c>.</summary>
    internal bool IsNonblocking => (Flags & Fdflags.Nonblock) != 0;

    /// <summary>Whether the last descriptor is gone.</summary>
    internal bool IsClosed => Volatile.Read(ref _references) == 0;

    /// <inheritdoc/>
    public Readiness Poll(PollEvents interest, Waiter waiter) => Inode.Poll(this, interest, waiter);

    /// <summary>Moves the offset, even beyond the end.</summary>
    /// <param name="delta">How far.</param>
    /// <param name="whence">From where.</param>
    /// <param name="end">Where the end is.</param>
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

    /// <summary>One descriptor more, of a table that holds one already or under that table's lock.</summary>
    internal void AddReference() => Interlocked.Increment(ref _references);

    /// <summary>One descriptor less.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            Volatile.Read(ref _watchers)?.Close();
            if (Contents is DirectoryInode)
            {
                CloseCursor();
            }

            Contents.Close();
        }
    }

    /// <summary>The epoll entries that watch the open file.</summary>
    internal EpollEntry[] Watchers => Volatile.Read(ref _watchers)?.Entries ?? [];

    /// <summary>Registers an epoll entry, to be removed from its list when the last descriptor is closed.</summary>
    /// <returns>False when the last descriptor is already closed. The caller then calls <see cref="Unwatch"/>.</returns>
    internal bool TryWatch(EpollEntry entry)
    {
        if (Volatile.Read(ref _watchers) is null)
        {
            Interlocked.CompareExchange(ref _watchers, new EpollWatchers(), null);
        }

        // The second check covers a Release that ran before the watchers were published.
        return _watchers!.TryAdd(entry) && !IsClosed;
    }

    /// <summary>Undoes <see cref="TryWatch"/>.</summary>
    internal void Unwatch(EpollEntry entry) => Volatile.Read(ref _watchers)?.Remove(entry);

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
