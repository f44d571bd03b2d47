using System;
using System.Buffers;
using System.Collections.Generic;
using System.Threading;
using Witx.Bindings.Wasi.Interop;

namespace Witx.Bindings.Wasi;

/// <summary>A list of descriptors to wait for together. Entries go by themselves when the last descriptor of what they watch is closed.</summary>
internal sealed class EpollInode : Inode
{
    private const EpollType Always = EpollType.Epollerr | EpollType.Epollhup;

    private readonly Lock _gate = new();
    private readonly WaitQueue _changed = new();

    // Replaced, never changed: a wait walks what it found.
    private volatile EpollEntry[] _entries = [];
    private uint _turn;

    internal override Filetype Filetype => Filetype.Unknown;

    internal override Rights Rights => RightsTable.Epoll;

    internal override Errno GetStat(out Filestat stat)
    {
        stat = FileStat with { Nlink = 1 };
        return Errno.Success;
    }

    /// <summary>Changes the list.</summary>
    /// <param name="change">How.</param>
    /// <param name="fd">The descriptor that the entry is about.</param>
    /// <param name="file">Its open file.</param>
    /// <param name="watched">What to watch for, and what to hand back with it.</param>
    /// <returns><c>exist</c> or <c>noent</c> where there is, or is not, such an entry.</returns>
    internal Errno Control(EpollCtl change, Fd fd, OpenFile file, EpollEvent watched)
    {
        if (change == EpollCtl.Add && file.Inode is EpollInode inner && (inner == this || inner.Watches(this)))
        {
            return inner == this ? Errno.Inval : Errno.Loop;
        }

        lock (_gate)
        {
            List<EpollEntry> entries = [.. _entries];
            entries.RemoveAll(static entry => entry.File.IsClosed);
            int index = entries.FindIndex(entry => entry.Fd == fd && entry.File == file);
            switch (change)
            {
                case EpollCtl.Add when index < 0:
                    entries.Add(new EpollEntry(fd, file, watched));
                    break;
                case EpollCtl.Mod when index >= 0:
                    entries[index] = new EpollEntry(fd, file, watched);
                    break;
                case EpollCtl.Del when index >= 0:
                    entries.RemoveAt(index);
                    break;
                default:
                    return index < 0 ? Errno.Noent : Errno.Exist;
            }

            _entries = [.. entries];
        }

        _changed.Wake();
        return Errno.Success;
    }

    /// <summary>Waits until something that is watched for has happened.</summary>
    /// <param name="events">Room for what happened.</param>
    /// <param name="deadline">On the monotonic clock; null waits for ever.</param>
    /// <param name="waiter">The thread's.</param>
    /// <param name="count">How many entries have something to tell; 0 when the time is over.</param>
    internal Errno Wait(Span<EpollEvent> events, ulong? deadline, Waiter waiter, out int count)
    {
        // Who was served in one call is last in the next.
        uint turn = Interlocked.Increment(ref _turn);
        EpollEntry[] told = ArrayPool<EpollEntry>.Shared.Rent(events.Length);
        try
        {
            for (bool late = false; ; late = deadline <= waiter.Now)
            {
                waiter.Begin();
                count = Collect(events, told, turn, waiter);

                // A host descriptor has nothing to tell before it was waited for.
                if ((count > 0 || late) && !waiter.HasUnseen)
                {
                    foreach (EpollEntry entry in told.AsSpan(0, count))
                    {
                        entry.Told();
                    }

                    return Errno.Success;
                }

                Errno answer = waiter.Wait(count > 0 ? 0 : deadline);
                if (answer != Errno.Success)
                {
                    return answer;
                }
            }
        }
        finally
        {
            waiter.Clear();
            ArrayPool<EpollEntry>.Shared.Return(told, clearArray: true);
        }
    }

    internal override Readiness Poll(OpenFile file, PollEvents interest, Waiter waiter)
    {
        waiter.Watch(_changed);
        bool ready = false;
        foreach (EpollEntry entry in _entries)
        {
            // All are asked even when one is ready: each names what it depends on.
            ready |= entry.Look(waiter) != 0;
        }

        return new(ready ? interest & PollEvents.Readable : PollEvents.None);
    }

    private int Collect(Span<EpollEvent> events, EpollEntry[] told, uint turn, Waiter waiter)
    {
        waiter.Watch(_changed);
        EpollEntry[] entries = _entries;
        int count = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            EpollEntry entry = entries[(int)((turn + (uint)i) % (uint)entries.Length)];
            EpollType happened = entry.Look(waiter);
            if (happened != 0 && count < events.Length)
            {
                told[count] = entry;
                events[count++] = new EpollEvent(happened, entry.Watched.Data);
            }
        }

        return count;
    }

    private bool Watches(EpollInode other)
    {
        foreach (EpollEntry entry in _entries)
        {
            if (entry.File.Inode is EpollInode inner && (inner == other || inner.Watches(other)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>One descriptor in the list.</summary>
    private sealed class EpollEntry(Fd fd, OpenFile file, EpollEvent watched)
    {
        private uint _reported = uint.MaxValue;
        private uint _seen;
        private bool _rests;

        internal Fd Fd => fd;

        internal OpenFile File => file;

        internal EpollEvent Watched => watched;

        /// <summary>What there is to tell now.</summary>
        internal EpollType Look(Waiter waiter)
        {
            if (_rests || file.IsClosed)
            {
                return 0;
            }

            _seen = file.Inode.Edges;
            PollEvents interest =
                ((watched.Events & (EpollType.Epollin | EpollType.Epollrdhup)) != 0 ? PollEvents.Readable : 0)
                | ((watched.Events & EpollType.Epollout) != 0 ? PollEvents.Writable : 0);
            EpollType happened = ToEvents(file.Inode.Poll(file, interest, waiter).Events) & (watched.Events | Always);
            return (watched.Events & EpollType.Epollet) != 0 && _seen == _reported ? 0 : happened;
        }

        /// <summary>The guest knows.</summary>
        internal void Told()
        {
            _reported = _seen;
            _rests = (watched.Events & EpollType.Epolloneshot) != 0;
        }

        private static EpollType ToEvents(PollEvents ready) =>
            ((ready & PollEvents.Readable) != 0 ? EpollType.Epollin : 0)
            | ((ready & PollEvents.Writable) != 0 ? EpollType.Epollout : 0)
            | ((ready & (PollEvents.Error | PollEvents.Invalid)) != 0 ? EpollType.Epollerr : 0)
            | ((ready & PollEvents.HangUp) != 0 ? EpollType.Epollhup | EpollType.Epollrdhup : 0);
    }
}
