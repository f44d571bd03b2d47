using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>What a file inode holds open: the contents of a file, wherever they are. Offsets and sizes fit a signed 64-bit number.</summary>
internal abstract class FileHandle : IDisposable
{
    /// <summary>Whether reads and writes have offsets. What has none is read and written by <see cref="Read"/> and <see cref="Write"/> alone.</summary>
    internal abstract bool HasOffsets { get; }

    public abstract void Dispose();

    internal abstract Errno GetStat(out Filestat stat);

    /// <summary>Data and metadata to the disk itself.</summary>
    internal abstract Errno Sync();

    /// <summary>The same for something that may block, such as a stream of the embedder.</summary>
    internal virtual Errno Sync(Waiter waiter) => Sync();

    /// <summary>Data to the disk itself, and the metadata that it takes to find it again.</summary>
    internal abstract Errno DataSync();

    /// <summary>The same for something that may block.</summary>
    internal virtual Errno DataSync(Waiter waiter) => DataSync();

    /// <summary>The most bytes that are moved between two checks for cancellation.</summary>
    internal virtual int MaxUnchecked => IoVectors.MaxUnchecked;

    /// <summary>
    /// Copies the contents of a lower file before they are changed for the first time. Only files of an overlay have one. To be called
    /// before the contents or the size are changed, without a lock held, because it may wait.
    /// </summary>
    /// <param name="length">The most bytes to copy: a file that is about to be cut needs no more.</param>
    /// <param name="waiter">The waiter of the calling thread.</param>
    /// <exception cref="WasiExitException">The process has exited. Nothing is changed.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled. Nothing is changed.</exception>
    internal virtual Errno CopyUp(ulong length, Waiter waiter) => Errno.Success;

    internal virtual Errno ReadAt(in IoVectors vectors, ulong offset, out uint count)
    {
        count = 0;
        return Errno.Spipe;
    }

    internal virtual Errno WriteAt(in IoVectors vectors, ulong offset, out uint count)
    {
        count = 0;
        return Errno.Spipe;
    }

    /// <summary>Writes at the end, wherever others have moved it, and says where that left it.</summary>
    internal virtual Errno Append(in IoVectors vectors, out uint count, out ulong end)
    {
        (count, end) = (0, 0);
        return Errno.Spipe;
    }

    /// <summary>Takes what comes next, and waits for it unless the open file is nonblocking.</summary>
    internal virtual Errno Read(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        return Errno.Badf;
    }

    /// <summary>Hands on, and waits for room unless the open file is nonblocking.</summary>
    internal virtual Errno Write(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        return Errno.Badf;
    }

    /// <summary>Hands on what was written and is held back.</summary>
    internal virtual Errno Flush(OpenFileDescription file, Waiter waiter) => Errno.Success;

    internal virtual Errno SetSize(ulong size) => Errno.Inval;

    internal virtual Errno Allocate(ulong offset, ulong length) => Errno.Spipe;

    internal virtual Errno Advise(ulong offset, ulong length, Advice advice) => Errno.Spipe;

    internal virtual Errno SetTimes(FileTimes times) => Errno.Inval;

    internal virtual uint Edges => 0;

    internal virtual Readiness Poll(PollEvents interest, Waiter waiter) => new(interest);
}
