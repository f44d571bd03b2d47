using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs.Host;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>A file, made for one open: a file of the host or in memory, a terminal, a host pipe or a stream of the embedder.</summary>
internal sealed class FileInode : Inode
{
    private readonly bool _reads;
    private readonly bool _writes;
    private readonly bool _fixed;
    private Filestat _born;
    private DeferredStatFile? _unasked;
    private FileHandle? _handle;
    private ulong _size;

    /// <param name="handle">The contents. The inode closes it.</param>
    /// <param name="stat">The attributes at this moment.</param>
    /// <param name="mode">Whether it is open for reading, for writing or for both.</param>
    internal FileInode(FileHandle handle, in Filestat stat, HostOpen mode)
    {
        (_handle, _born, _size, _unasked) = (handle, stat, stat.Size, handle as DeferredStatFile);
        (_reads, _writes, _fixed) = (mode.HasFlag(HostOpen.Read), mode.HasFlag(HostOpen.Write), mode.HasFlag(HostOpen.OnReadOnlyMount));
        Rights = RightsTable.File(handle.HasOffsets, _reads, _writes);
    }

    /// <summary>Whether it is not known yet whether it is a file.</summary>
    internal bool IsUnasked => Volatile.Read(ref _unasked) is not null;

    internal override Filetype Filetype => _born.Filetype;

    internal override Rights Rights { get; }

    internal override Filestat FileStat => _born with { Size = Volatile.Read(ref _size) };

    /// <summary>Asks what it is.</summary>
    /// <returns>The inode of its kind: this one, if it is a file.</returns>
    internal Inode Settle() => Volatile.Read(ref _unasked)?.Settle(this) ?? this;

    /// <summary>It is a file, and these are its attributes.</summary>
    internal void Learn(in Filestat stat)
    {
        _born = stat;
        GrowTo(stat.Size);
        Volatile.Write(ref _unasked, null);
    }

    internal override Errno GetStat(out Filestat stat)
    {
        if (Volatile.Read(ref _unasked) is { } unasked)
        {
            return unasked.GetStat(this, out stat);
        }

        stat = default;
        return TryGetHandle(out FileHandle? handle) ? handle.GetStat(out stat) : Errno.Stale;
    }

    internal override Errno Sync() => TryGetHandle(out FileHandle? handle) ? Flushed(handle, handle.Sync()) : Errno.Inval;

    internal override Errno Sync(Waiter waiter) => TryGetHandle(out FileHandle? handle) ? Flushed(handle, handle.Sync(waiter)) : Errno.Inval;

    internal override Errno DataSync() => TryGetHandle(out FileHandle? handle) ? Flushed(handle, handle.DataSync()) : Errno.Inval;

    internal override Errno DataSync(Waiter waiter) => TryGetHandle(out FileHandle? handle) ? Flushed(handle, handle.DataSync(waiter)) : Errno.Inval;

    internal override Errno Read(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        if (!_reads)
        {
            return Errno.Badf;
        }

        if (!TryGetHandle(out FileHandle? handle))
        {
            return Errno.Stale;
        }

        if (!handle.HasOffsets)
        {
            return handle.Read(file, vectors, waiter, out count);
        }

        Errno answer;
        lock (file.Gate)
        {
            ulong offset = file.Offset;
            answer = vectors.Length <= handle.MaxUnchecked
                ? handle.ReadAt(vectors, offset, out count)
                : MoveInParts(handle, writes: false, vectors, offset, waiter, out count);
            file.Offset = offset + count;
        }

        return MustAsk(answer, out Inode? other) ? other.Read(file, vectors, waiter, out count) : answer;
    }

    internal override Errno Write(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        if (!_writes)
        {
            return Errno.Badf;
        }

        if (!TryGetHandle(out FileHandle? handle))
        {
            return Errno.Stale;
        }

        if (!handle.HasOffsets)
        {
            return handle.Write(file, vectors, waiter, out count);
        }

        Fdflags flags = file.Flags;
        if ((flags & ~Fdflags.Nonblock) != 0 && MustAsk(Errno.Spipe, out Inode? other))
        {
            return other.Write(file, vectors, waiter, out count);
        }

        Errno answer = vectors.Length > 0 ? handle.CopyUp(ulong.MaxValue, waiter) : Errno.Success;
        if (answer != Errno.Success)
        {
            return answer;
        }

        lock (file.Gate)
        {
            ulong end = file.Offset;
            if ((flags & Fdflags.Append) != 0)
            {
                // In one piece, because others may append between two: what is longer is cut.
                answer = handle.Append(vectors.Cut(IoVectors.MaxUnchecked), out count, out end);
            }
            else
            {
                answer = vectors.Length <= handle.MaxUnchecked
                    ? handle.WriteAt(vectors, end, out count)
                    : MoveInParts(handle, writes: true, vectors, end, waiter, out count);
                end += count;
            }

            if (answer == Errno.Success)
            {
                file.Offset = end;
                GrowTo(end);
                return WrittenThrough(handle, flags);
            }
        }

        return MustAsk(answer, out other) ? other.Write(file, vectors, waiter, out count) : answer;
    }

    internal override int MaxUnchecked => Volatile.Read(ref _handle)?.MaxUnchecked ?? base.MaxUnchecked;

    internal override Errno Flush(OpenFileDescription file, Waiter waiter) =>
        TryGetHandle(out FileHandle? handle) ? handle.Flush(file, waiter) : Errno.Stale;

    internal override Errno ReadAt(OpenFileDescription file, in IoVectors vectors, ulong offset, out uint count)
    {
        count = 0;
        Errno answer = !_reads ? Errno.Badf
            : Overflows(offset, vectors) ? Errno.Inval
            : TryGetHandle(out FileHandle? handle) ? handle.ReadAt(vectors, offset, out count)
            : Errno.Stale;
        return MustAsk(answer, out Inode? other) ? other.ReadAt(file, vectors, offset, out count) : answer;
    }

    internal override Errno WriteAt(OpenFileDescription file, in IoVectors vectors, ulong offset, Waiter waiter, out uint count)
    {
        count = 0;
        if (!_writes || Overflows(offset, vectors))
        {
            return _writes ? Errno.Inval : Errno.Badf;
        }

        if (!TryGetHandle(out FileHandle? handle))
        {
            return Errno.Stale;
        }

        Errno answer = vectors.Length > 0 ? handle.CopyUp(ulong.MaxValue, waiter) : Errno.Success;
        answer = answer == Errno.Success ? handle.WriteAt(vectors, offset, out count) : answer;
        if (answer == Errno.Success)
        {
            GrowTo(offset + count);
            return WrittenThrough(handle, file.Flags);
        }

        return MustAsk(answer, out Inode? other) ? other.WriteAt(file, vectors, offset, waiter, out count) : answer;
    }

    /// <summary>Whether a transfer reaches beyond what an offset can say, as Linux asks before all else.</summary>
    private static bool Overflows(ulong offset, in IoVectors vectors) => offset > long.MaxValue - (ulong)vectors.Length;

    internal override Errno Seek(OpenFileDescription file, long delta, Whence whence, out ulong offset)
    {
        offset = 0;
        if (!TryGetHandle(out FileHandle? handle) || !handle.HasOffsets)
        {
            return handle is null ? Errno.Stale : Errno.Spipe;
        }

        Filestat stat = default;
        Errno answer = whence == Whence.End ? handle.GetStat(out stat) : Errno.Success;
        return answer == Errno.Success ? file.Seek(delta, whence, stat.Size, out offset) : answer;
    }

    internal override Errno Tell(OpenFileDescription file, out ulong offset)
    {
        offset = file.Offset;
        return _handle is { HasOffsets: false } ? Errno.Spipe : Errno.Success;
    }

    internal override Errno SetSize(ulong size, Waiter waiter)
    {
        if (!_writes || size > long.MaxValue)
        {
            return Errno.Inval;
        }

        Errno answer = TryGetHandle(out FileHandle? handle) ? handle.CopyUp(size, waiter) : Errno.Stale;
        answer = answer == Errno.Success ? handle!.SetSize(size) : answer;
        if (answer == Errno.Success && handle!.HasOffsets)
        {
            Volatile.Write(ref _size, size);
        }

        return answer;
    }

    internal override Errno Allocate(ulong offset, ulong length, Waiter waiter)
    {
        if (!_writes)
        {
            return Errno.Badf;
        }

        if (length == 0 || offset > long.MaxValue || length > long.MaxValue - offset)
        {
            return length == 0 || offset > long.MaxValue || length > long.MaxValue ? Errno.Inval : Errno.Fbig;
        }

        Errno answer = TryGetHandle(out FileHandle? handle) ? handle.CopyUp(ulong.MaxValue, waiter) : Errno.Stale;
        answer = answer == Errno.Success ? handle!.Allocate(offset, length) : answer;
        if (answer == Errno.Success)
        {
            GrowTo(offset + length);
        }

        return answer;
    }

    internal override Errno Advise(ulong offset, ulong length, Advice advice) =>
        offset > long.MaxValue || length > long.MaxValue ? Errno.Inval
        : TryGetHandle(out FileHandle? handle) ? handle.Advise(offset, length, advice)
        : Errno.Stale;

    internal override Errno SetTimes(FileTimes times) =>
        _fixed ? Errno.Perm
        : TryGetHandle(out FileHandle? handle) ? handle.SetTimes(times) : Errno.Stale;

    internal override uint ReadinessGeneration => TryGetHandle(out FileHandle? handle) ? handle.Edges : 0;

    internal override Readiness Poll(OpenFileDescription file, PollEvents interest, Waiter waiter)
    {
        if (!TryGetHandle(out FileHandle? handle))
        {
            return new(interest | PollEvents.Error);
        }

        if (!handle.HasOffsets)
        {
            return handle.Poll(interest, waiter);
        }

        _ = handle.GetStat(out Filestat stat);
        return new(interest, interest.HasFlag(PollEvents.Readable) ? stat.Size - Math.Min(stat.Size, file.Offset) : 0);
    }

    internal override void Revoke() => Interlocked.Exchange(ref _handle, null)?.Dispose();

    internal override void Close() => _handle?.Dispose();

    /// <summary>Reads or writes a long transfer in parts, and leaves the guest between two if its process has ended.</summary>
    private static Errno MoveInParts(FileHandle handle, bool writes, in IoVectors vectors, ulong offset, Waiter waiter, out uint count)
    {
        count = 0;
        foreach (IoVectors part in vectors.Split(handle.MaxUnchecked))
        {
            waiter.ThrowIfEnded();
            Errno error = writes
                ? handle.WriteAt(part, offset + count, out uint moved)
                : handle.ReadAt(part, offset + count, out moved);
            count += moved;
            if (error != Errno.Success || moved < part.Length)
            {
                return count > 0 ? Errno.Success : error;
            }
        }

        return Errno.Success;
    }

    private static Errno WrittenThrough(FileHandle handle, Fdflags flags) =>
        (flags & (Fdflags.Sync | Fdflags.Rsync)) != 0 ? handle.Sync()
        : (flags & Fdflags.Dsync) != 0 ? handle.DataSync()
        : Errno.Success;

    /// <summary>After a flush the size last known is the true one.</summary>
    private Errno Flushed(FileHandle handle, Errno answer)
    {
        if (answer == Errno.Success && (answer = handle.GetStat(out Filestat stat)) == Errno.Success)
        {
            Volatile.Write(ref _size, stat.Size);
        }

        return answer;
    }

    /// <summary>Whether an answer is none of a file's, and it turns out to be something else.</summary>
    private bool MustAsk(Errno answer, [NotNullWhen(true)] out Inode? other)
    {
        other = answer is Errno.Spipe or Errno.Again or Errno.Isdir && IsUnasked ? Settle() : null;
        return other is not null && other != this;
    }

    private bool TryGetHandle([NotNullWhen(true)] out FileHandle? handle) => (handle = Volatile.Read(ref _handle)) is not null;

    private void GrowTo(ulong end)
    {
        for (ulong size = Volatile.Read(ref _size); size < end;)
        {
            ulong found = Interlocked.CompareExchange(ref _size, end, size);
            if (found == size)
            {
                return;
            }

            size = found;
        }
    }
}
