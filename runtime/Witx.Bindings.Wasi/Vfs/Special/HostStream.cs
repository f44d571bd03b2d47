using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>
/// A terminal, pipe, FIFO or other device of the host, or a file that replaces one as the host's standard input or output. It is read and
/// written without offsets.
/// </summary>
internal sealed class HostStream : StreamInode
{
    // A pipe that is writable accepts PIPE_BUF bytes without blocking: 4096 on Linux (pipe(7)).
    private const int MaxNonblockingWrite = 4096;

    private readonly HostHandle _handle;
    private readonly bool _reportsTimes;
    private readonly bool _mayBlock;
    private readonly bool _mayHaveOffsets;
    private ulong _size;

    // The host does not report changes. This counts the calls that found the stream empty or full, because each waits for a new edge.
    private uint _waits;

    /// <param name="handle">The host's handle, which the inode closes.</param>
    /// <param name="stat">The attributes at this moment.</param>
    /// <param name="mode">The access mode, and whether the mount is read-only.</param>
    /// <param name="reportsTimes">
    /// False for standard streams: their timestamps are 0, because those of a terminal or a redirected file show when the host's user was
    /// active.
    /// </param>
    internal HostStream(HostHandle handle, in Filestat stat, HostOpen mode, bool reportsTimes = true)
        : base(reportsTimes ? stat : WithoutTimes(stat), mode)
    {
        (_handle, _reportsTimes, _size) = (handle, reportsTimes, stat.Size);
        _mayBlock = stat.Filetype is not (Filetype.RegularFile or Filetype.BlockDevice);
        _mayHaveOffsets = stat.Filetype == Filetype.CharacterDevice && HostHandle.DevicesMayHaveOffsets;
    }

    internal override Filestat FileStat => base.FileStat with { Size = Volatile.Read(ref _size) };

    internal override uint ReadinessGeneration => Volatile.Read(ref _waits);

    internal override Errno GetStat(out Filestat stat)
    {
        Errno error = _handle.GetStat(out stat);
        stat = _reportsTimes ? stat : WithoutTimes(stat);
        return error;
    }

    internal override Errno Sync(Waiter waiter) => _mayBlock ? Errno.Success : UpdateSize(_handle.Sync());

    internal override Errno DataSync(Waiter waiter) => _mayBlock ? Errno.Success : UpdateSize(_handle.DataSync());

    /// <remarks>Some devices accept offsets, as <c>/dev/zero</c> does. The host decides.</remarks>
    internal override Errno ReadAt(OpenFileDescription file, in IoVectors vectors, ulong offset, Waiter? waiter, out uint count)
    {
        Errno error = base.ReadAt(file, vectors, offset, waiter, out count);
        return error != Errno.Spipe || !_mayHaveOffsets ? error
            : vectors.Length <= IoVectors.MaxPartLength ? _handle.ReadAt(vectors, offset, out count)
            : SplitTransfer.Run(_handle.ReadAt, vectors, offset, IoVectors.MaxPartLength, waiter, out count);
    }

    internal override Errno WriteAt(OpenFileDescription file, in IoVectors vectors, ulong offset, Waiter waiter, out uint count)
    {
        Errno error = base.WriteAt(file, vectors, offset, waiter, out count);
        return error != Errno.Spipe || !_mayHaveOffsets ? error
            : vectors.Length <= IoVectors.MaxPartLength ? _handle.WriteAt(vectors, offset, out count)
            : SplitTransfer.Run(_handle.WriteAt, vectors, offset, IoVectors.MaxPartLength, waiter, out count);
    }

    internal override Errno Read(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        if (!CanRead)
        {
            return Errno.Badf;
        }

        while (true)
        {
            Errno error = _mayBlock ? WaitUntilReady(file, PollEvents.Readable, waiter) : Errno.Success;
            if (error != Errno.Success)
            {
                return error;
            }

            error = _handle.Read(vectors.Cut(IoVectors.MaxPartLength), out count);
            if (error != Errno.Again || file.IsNonblocking)
            {
                return error;
            }
        }
    }

    internal override Errno Write(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        if (!CanWrite)
        {
            return Errno.Badf;
        }

        if (!_mayBlock || !(file.IsNonblocking || waiter.MayBeInterrupted))
        {
            return Write(vectors, waiter, out count);
        }

        while (true)
        {
            Errno error = WaitUntilReady(file, PollEvents.Writable, waiter);
            if (error != Errno.Success)
            {
                return error;
            }

            error = _handle.Write(vectors.Cut(MaxNonblockingWrite), out count);
            if (error != Errno.Again || file.IsNonblocking)
            {
                return error;
            }
        }
    }

    internal override Readiness Poll(OpenFileDescription file, PollEvents interest, Waiter waiter)
    {
        PollEvents events = _mayBlock ? waiter.Register(_handle, interest) : interest;
        return new(events, events.HasFlag(PollEvents.Readable) ? 1UL : 0);
    }

    internal override void Close() => _handle.Dispose();

    private Errno Write(in IoVectors vectors, Waiter waiter, out uint count) =>
        vectors.Length <= IoVectors.MaxPartLength
            ? _handle.Write(vectors, out count)
            : SplitTransfer.Run(
                (in part, _, out partCount) => _handle.Write(part, out partCount), vectors, 0, IoVectors.MaxPartLength, waiter, out count);

    private static Filestat WithoutTimes(in Filestat stat) => stat with { Atim = 0, Mtim = 0, Ctim = 0 };

    private Errno WaitUntilReady(OpenFileDescription file, PollEvents interest, Waiter waiter)
    {
        Errno error = waiter.WaitUntilReady(file, interest, file.IsNonblocking ? 0 : null);
        if (error == Errno.Again)
        {
            Interlocked.Increment(ref _waits);
        }

        return error;
    }

    /// <summary>Sets the known size to the current one after a successful sync.</summary>
    private Errno UpdateSize(Errno error)
    {
        if (error == Errno.Success && (error = _handle.GetStat(out Filestat stat)) == Errno.Success)
        {
            Volatile.Write(ref _size, stat.Size);
        }

        return error;
    }
}
