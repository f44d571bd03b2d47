using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>
/// An epoll list: descriptors to wait for together. An entry is removed when the last descriptor of its open file is closed
/// (<c>epoll(7)</c>). Lists nest in at most <see cref="MaxLevels"/> levels.
/// </summary>
/// <remarks>
/// Methods do not call another inode or list while they hold a lock, so lists that contain or close each other cannot deadlock.
/// </remarks>
/// <param name="ledger">The account that entries are charged to, or null for none.</param>
internal sealed class EpollInode(ResourceLedger? ledger = null) : Inode
{
    /// <summary>
    /// The maximum number of lists on a path from a list down to one without nested lists: Linux's <c>EP_MAX_NESTS</c> + 1
    /// (<c>fs/eventpoll.c</c>).
    /// </summary>
    internal const int MaxLevels = 5;

    /// <summary>The bytes that are charged for an entry: its objects, and its slots in the list and in its open file.</summary>
    internal const int EntryCharge = 256;

    private readonly Lock _gate = new();
    private readonly WaitQueue _changed = new();
    private readonly Dictionary<(Fd, OpenFileDescription), EpollEntry> _entries = [];

    // A copy of the entries that waits read without the lock. Null after a change.
    private EpollEntry[]? _snapshot;

    // The open file of this list, set when another list contains it.
    private OpenFileDescription? _file;
    private bool _isClosed;
    private uint _rotation;
    private uint _readyChanges;

    internal override Filetype Filetype => Filetype.Unknown;

    internal override Rights Rights => RightsTable.Epoll;

    /// <summary>The current entries.</summary>
    internal EpollEntry[] Entries
    {
        get
        {
            lock (_gate)
            {
                return _snapshot ??= [.. _entries.Values];
            }
        }
    }

    internal override Errno GetStat(out Filestat stat)
    {
        stat = FileStat with { Nlink = 1 };
        return Errno.Success;
    }

    /// <summary>Adds, changes or removes an entry, as <c>epoll_ctl</c>.</summary>
    /// <param name="change">The operation.</param>
    /// <param name="fd">The descriptor that identifies the entry, together with <paramref name="file"/>.</param>
    /// <param name="file">The open file of the descriptor.</param>
    /// <param name="watched">The events to watch for, and the data to return with them.</param>
    /// <returns>
    /// <c>Errno.Exist</c> or <c>Errno.Noent</c> if the entry is, or is not, in the list; <c>Errno.Loop</c> if lists would contain each
    /// other or nest too deeply; <c>Errno.Badf</c> if the list or the file is being closed; <c>Errno.Nomem</c> if the account is exhausted.
    /// </returns>
    internal Errno Control(EpollCtl change, Fd fd, OpenFileDescription file, EpollEvent watched)
    {
        Errno error = change == EpollCtl.Add ? Add(fd, file, watched) : Change(change, fd, file, watched);
        if (error == Errno.Success)
        {
            _changed.Wake();
        }

        return error;
    }

    /// <summary>Removes an entry whose open file was closed.</summary>
    internal void RemoveClosed(EpollEntry entry)
    {
        lock (_gate)
        {
            entry.IsRemoved = true;
            if (_entries.TryGetValue((entry.Fd, entry.File), out EpollEntry? found) && found == entry)
            {
                _entries.Remove((entry.Fd, entry.File));
                _snapshot = null;
                ledger?.Release(EntryCharge);
            }
        }
    }

    /// <summary>Waits until an event that is watched for has occurred.</summary>
    /// <param name="events">Receives the events.</param>
    /// <param name="deadline">Monotonic deadline in nanoseconds, or null to wait indefinitely.</param>
    /// <param name="waiter">The waiter of the calling thread.</param>
    /// <param name="count">The number of events; 0 after the deadline.</param>
    /// <returns><c>Errno.Badf</c> (EBADF) if another thread closes the list.</returns>
    internal Errno Wait(Span<EpollEvent> events, ulong? deadline, Waiter waiter, out int count)
    {
        // Each call starts at another entry, so that a ready entry cannot keep the others from being reported.
        uint rotation = Interlocked.Increment(ref _rotation);
        EpollInterest[] reported = ArrayPool<EpollInterest>.Shared.Rent(events.Length);
        try
        {
            for (bool late = false; ; late = deadline <= waiter.Now)
            {
                waiter.BeginRound();
                count = Collect(events, reported, rotation, waiter);

                // The state of a host descriptor is unknown until a wait has included it.
                if ((count > 0 || late) && !waiter.HasUnpolledHandles)
                {
                    foreach (EpollInterest interest in reported.AsSpan(0, count))
                    {
                        interest.MarkReported();
                    }

                    return Errno.Success;
                }

                Errno error = Volatile.Read(ref _isClosed) ? Errno.Badf : waiter.Wait(count > 0 ? 0 : deadline);
                if (error != Errno.Success)
                {
                    count = 0;
                    return error;
                }
            }
        }
        finally
        {
            waiter.EndWait();
            ArrayPool<EpollInterest>.Shared.Return(reported, clearArray: true);
        }
    }

    /// <summary>The number of times that an entry became ready. Each is a new event for a list that contains this one.</summary>
    internal override uint ReadinessGeneration => Volatile.Read(ref _readyChanges);

    internal override Readiness Poll(OpenFileDescription file, PollEvents interest, Waiter waiter)
    {
        if (!waiter.EpollReadiness.TryGetValue(this, out bool isReady))
        {
            // Not ready while it is being polled: a concurrent Control may have inserted an entry that it is about to reject as a loop.
            waiter.EpollReadiness[this] = false;
            waiter.Register(_changed);
            foreach (EpollEntry entry in Entries)
            {
                // Poll the other entries even after a ready one, because each registers with the waiter what it depends on.
                isReady |= Poll(entry.Interest, entry.File, waiter) != 0;
            }

            waiter.EpollReadiness[this] = isReady;
        }

        return new(isReady ? interest & PollEvents.Readable : PollEvents.None);
    }

    internal override void Close()
    {
        EpollEntry[] entries;
        lock (_gate)
        {
            Volatile.Write(ref _isClosed, true);
            entries = [.. _entries.Values];
            _entries.Clear();
            _snapshot = null;
            ledger?.Release((long)entries.Length * EntryCharge);
        }

        foreach (EpollEntry entry in entries)
        {
            entry.File.RemoveEpollEntry(entry);
        }

        _changed.Wake();
    }

    private Errno Add(Fd fd, OpenFileDescription file, EpollEvent watched)
    {
        EpollInode? inner = file.Inode as EpollInode;
        if (inner == this)
        {
            return Errno.Inval;
        }

        inner?.SetFile(file);
        EpollEntry entry = new(this, fd, file, watched);
        Errno error = file.TryAddEpollEntry(entry) ? Insert(entry) : Errno.Badf;

        // Check after the insertion: of several threads that close a loop at the same time, the last one sees the entries of all others.
        if (error == Errno.Success && inner is not null
            && CountLevels(inner, static list => list.Inner) + CountLevels(this, static list => list.Outer) > MaxLevels)
        {
            RemoveClosed(entry);
            error = Errno.Loop;
        }

        if (error != Errno.Success)
        {
            file.RemoveEpollEntry(entry);
        }

        return error;
    }

    private Errno Insert(EpollEntry entry)
    {
        lock (_gate)
        {
            if (_isClosed || entry.IsRemoved)
            {
                return Errno.Badf;
            }

            if (_entries.ContainsKey((entry.Fd, entry.File)))
            {
                return Errno.Exist;
            }

            if (ledger?.TryCharge(EntryCharge) == false)
            {
                return Errno.Nomem;
            }

            _snapshot = null;
            _entries.Add((entry.Fd, entry.File), entry);
            return Errno.Success;
        }
    }

    private Errno Change(EpollCtl change, Fd fd, OpenFileDescription file, EpollEvent watched)
    {
        EpollEntry? entry;
        lock (_gate)
        {
            if (!_entries.TryGetValue((fd, file), out entry))
            {
                return Errno.Noent;
            }

            if (change == EpollCtl.Mod)
            {
                entry.Interest = new EpollInterest(watched);
                return Errno.Success;
            }

            _entries.Remove((fd, file));
            _snapshot = null;
            ledger?.Release(EntryCharge);
        }

        file.RemoveEpollEntry(entry);
        return Errno.Success;
    }

    private int Collect(Span<EpollEvent> events, EpollInterest[] reported, uint rotation, Waiter waiter)
    {
        waiter.EpollReadiness[this] = false;
        waiter.Register(_changed);
        EpollEntry[] entries = Entries;
        int count = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            EpollEntry entry = entries[(int)((rotation + (uint)i) % (uint)entries.Length)];
            EpollInterest interest = entry.Interest;
            EpollType ready = Poll(interest, entry.File, waiter);
            if (ready != 0 && count < events.Length)
            {
                reported[count] = interest;
                events[count++] = new EpollEvent(ready, interest.Watched.Data);
            }
        }

        return count;
    }

    private EpollType Poll(EpollInterest interest, OpenFileDescription file, Waiter waiter)
    {
        EpollType ready = interest.Poll(file, waiter, out bool isNew);
        if (isNew)
        {
            Interlocked.Increment(ref _readyChanges);
        }

        return ready;
    }

    private void SetFile(OpenFileDescription file) => Volatile.Write(ref _file, file);

    /// <summary>The lists that this one contains.</summary>
    private IEnumerable<EpollInode> Inner => Entries.Select(static entry => entry.File.Contents).OfType<EpollInode>();

    /// <summary>The lists that contain this one.</summary>
    private IEnumerable<EpollInode> Outer => Volatile.Read(ref _file)?.EpollEntries.Select(static entry => entry.List) ?? [];

    /// <summary>
    /// Counts the lists on the longest path from a list, including itself. The count stops one level above the limit, and visits each list
    /// once.
    /// </summary>
    private static int CountLevels(EpollInode start, Func<EpollInode, IEnumerable<EpollInode>> next)
    {
        Dictionary<EpollInode, int> levelsOf = [];
        return Count(start, MaxLevels);

        int Count(EpollInode list, int left)
        {
            if (levelsOf.TryGetValue(list, out int levels) || left == 0)
            {
                return Math.Max(levels, 1);
            }

            // Found by a path that returns to the list before it is counted: more than the limit allows.
            levelsOf[list] = MaxLevels;
            return levelsOf[list] = 1 + next(list).Select(other => Count(other, left - 1)).DefaultIfEmpty().Max();
        }
    }
}
