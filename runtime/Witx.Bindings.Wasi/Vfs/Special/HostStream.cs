using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>
/// Something of the host that is read and written without offsets: a terminal, a pipe, a FIFO, or a file that stands where one of these
/// usually does, as the host's own standard input and output.
/// </summary>
/// <param name="handle">The host's descriptor.</param>
/// <param name="filetype">What it is.</param>
/// <param name="reportsTimes">
/// False for standard streams: their timestamps are 0, because those of a terminal or a redirected file show when the host's user was active.
/// </param>
internal sealed class HostStream(HostHandle handle, Filetype filetype, bool reportsTimes = true) : FileHandle
{
    // POSIX's PIPE_BUF on Linux, and at least it elsewhere: a pipe that is writable takes so much without blocking.
    private const int Unblocked = 4096;

    private readonly bool _blocks = filetype is not (Filetype.RegularFile or Filetype.BlockDevice);

    private readonly bool _mayHaveOffsets = filetype == Filetype.CharacterDevice && HostHandle.DevicesMayHaveOffsets;

    // The host does not tell of changes, but who found it empty or full wants to hear of the next one.
    private uint _drained;

    internal override bool HasOffsets => false;

    public override void Dispose() => handle.Dispose();

    internal override Errno GetStat(out Filestat stat)
    {
        Errno error = handle.GetStat(out stat);
        stat = reportsTimes ? stat : stat with { Atim = 0, Mtim = 0, Ctim = 0 };
        return error;
    }

    internal override Errno Sync() => _blocks ? Errno.Success : handle.Sync();

    internal override Errno DataSync() => _blocks ? Errno.Success : handle.DataSync();

    /// <summary>Devices may take offsets, as <c>/dev/zero</c> does: the host knows.</summary>
    internal override Errno ReadAt(in IoVectors vectors, ulong offset, out uint count) =>
        _mayHaveOffsets ? handle.ReadAt(vectors, offset, out count) : base.ReadAt(vectors, offset, out count);

    internal override Errno WriteAt(in IoVectors vectors, ulong offset, out uint count) =>
        _mayHaveOffsets ? handle.WriteAt(vectors, offset, out count) : base.WriteAt(vectors, offset, out count);

    internal override Errno Read(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        while (true)
        {
            Errno answer = _blocks ? Ready(file, PollEvents.Readable, waiter) : Errno.Success;
            if (answer != Errno.Success)
            {
                return answer;
            }

            answer = handle.Read(vectors.Cut(IoVectors.MaxUnchecked), out count);
            if (answer != Errno.Again || file.IsNonblocking)
            {
                return answer;
            }
        }
    }

    internal override Errno Write(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        if (!_blocks || !(file.IsNonblocking || waiter.MayBeInterrupted))
        {
            return vectors.Length <= IoVectors.MaxUnchecked ? handle.Write(vectors, out count) : WriteInParts(vectors, waiter, out count);
        }

        count = 0;
        while (true)
        {
            Errno answer = Ready(file, PollEvents.Writable, waiter);
            if (answer != Errno.Success)
            {
                return answer;
            }

            answer = handle.Write(vectors.Cut(Unblocked), out count);
            if (answer != Errno.Again || file.IsNonblocking)
            {
                return answer;
            }
        }
    }

    private Errno WriteInParts(in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        foreach (IoVectors part in vectors.Split(IoVectors.MaxUnchecked))
        {
            waiter.ThrowIfEnded();
            Errno error = handle.Write(part, out uint moved);
            count += moved;
            if (error != Errno.Success || moved < part.Length)
            {
                return count > 0 ? Errno.Success : error;
            }
        }

        return Errno.Success;
    }

    internal override uint Edges => Volatile.Read(ref _drained);

    internal override Readiness Poll(PollEvents interest, Waiter waiter)
    {
        PollEvents events = _blocks ? waiter.Register(handle, interest) : interest;
        return new(events, events.HasFlag(PollEvents.Readable) ? 1UL : 0);
    }

    private Errno Ready(OpenFileDescription file, PollEvents interest, Waiter waiter)
    {
        Errno answer = waiter.WaitUntilReady(file, interest, file.IsNonblocking ? 0 : null);
        if (answer == Errno.Again)
        {
            Interlocked.Increment(ref _drained);
        }

        return answer;
    }
}
