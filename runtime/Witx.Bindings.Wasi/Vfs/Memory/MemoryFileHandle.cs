using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>An open handle of a file in memory.</summary>
/// <param name="node">The file. Its count of open handles includes this one.</param>
internal sealed class MemoryFileHandle(MemoryFileNode node) : FileHandle
{
    private const int MaxPartBytes = 4 << 20;

    private int _closed;

    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            node.CloseHandle();
        }
    }

    internal override Errno GetStat(out Filestat stat)
    {
        stat = node.Stat;
        return Errno.Success;
    }

    /// <summary>Does nothing, because memory has no storage device to synchronize.</summary>
    internal override Errno Sync() => Errno.Success;

    internal override Errno DataSync() => Errno.Success;

    /// <summary>Smaller than for a host file, because a write that allocates pages takes longer than a copy of the same length.</summary>
    internal override int MaxPartLength => MaxPartBytes;

    internal override Errno CopyUp(ulong length, Waiter waiter) => node.CopyUp(length, waiter);

    internal override Errno ReadAt(in IoVectors vectors, ulong offset, out uint count) => node.ReadAt(vectors, offset, out count);

    internal override Errno WriteAt(in IoVectors vectors, ulong offset, out uint count) => node.WriteAt(vectors, offset, out count);

    internal override Errno Append(in IoVectors vectors, out uint count, out ulong end) => node.Append(vectors, out count, out end);

    internal override Errno SetSize(ulong size) => node.SetSize(size);

    internal override Errno Allocate(ulong offset, ulong length) => node.Allocate(offset + length);

    internal override Errno Advise(ulong offset, ulong length, Advice advice) => Errno.Success;

    internal override Errno SetTimes(FileTimes times) => node.SetTimes(times);
}
