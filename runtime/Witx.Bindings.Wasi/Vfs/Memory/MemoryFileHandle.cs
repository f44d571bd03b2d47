using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>A file in memory, open.</summary>
internal sealed class MemoryFileHandle(MemoryFileNode content) : FileHandle
{
    private const int MaxCopied = 4 << 20;

    private int _closed;

    internal override bool HasOffsets => true;

    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            content.CloseHandle();
        }
    }

    internal override Errno GetStat(out Filestat stat)
    {
        stat = content.Stat;
        return Errno.Success;
    }

    /// <summary>Memory is all the disk there is.</summary>
    internal override Errno Sync() => Errno.Success;

    internal override Errno DataSync() => Errno.Success;

    /// <summary>Less than for a system call: a new page costs more than a copied one.</summary>
    internal override int MaxUnchecked => MaxCopied;

    internal override Errno CopyUp(ulong length, Waiter waiter) => content.CopyUp(length, waiter);

    internal override Errno ReadAt(in IoVectors vectors, ulong offset, out uint count) => content.ReadAt(vectors, offset, out count);

    internal override Errno WriteAt(in IoVectors vectors, ulong offset, out uint count) => content.WriteAt(vectors, offset, out count);

    internal override Errno Append(in IoVectors vectors, out uint count, out ulong end) => content.Append(vectors, out count, out end);

    internal override Errno SetSize(ulong size) => content.SetSize(size);

    internal override Errno Allocate(ulong offset, ulong length) => content.Allocate(offset + length);

    internal override Errno Advise(ulong offset, ulong length, Advice advice) => Errno.Success;

    internal override Errno SetTimes(FileTimes times) => content.SetTimes(times);
}
