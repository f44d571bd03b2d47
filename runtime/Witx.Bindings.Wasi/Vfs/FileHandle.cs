using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>
/// The open contents of a <see cref="FileInode"/>. All operations take offsets. Offsets and sizes fit a signed 64-bit number.
/// </summary>
internal abstract class FileHandle : IDisposable
{
    /// <summary>
    /// The maximum number of bytes of one <see cref="ReadAt"/> or <see cref="WriteAt"/>. Between two calls, the guest can be cancelled.
    /// </summary>
    internal virtual int MaxPartLength => IoVectors.MaxPartLength;

    public abstract void Dispose();

    internal abstract Errno GetStat(out Filestat stat);

    /// <summary>Writes data and metadata to the disk (<c>fsync</c>).</summary>
    internal abstract Errno Sync();

    /// <summary>Writes data to the disk, and the metadata needed to read it (<c>fdatasync</c>).</summary>
    internal abstract Errno DataSync();

    /// <summary>
    /// Copies the contents of a lower file before they are changed for the first time. Only files of an overlay have one. To be called
    /// before the contents or the size are changed, without a lock held, because it may wait.
    /// </summary>
    /// <param name="length">The most bytes to copy: a file that is about to be cut needs no more.</param>
    /// <param name="waiter">The waiter of the calling thread.</param>
    /// <exception cref="WasiExitException">The process has exited. Nothing is changed.</exception>
    /// <exception cref="OperationCanceledException">The process was cancelled. Nothing is changed.</exception>
    internal virtual Errno CopyUp(ulong length, Waiter waiter) => Errno.Success;

    internal abstract Errno ReadAt(in IoVectors vectors, ulong offset, out uint count);

    internal abstract Errno WriteAt(in IoVectors vectors, ulong offset, out uint count);

    /// <summary>Writes at the current end of the file, which other writers may have moved.</summary>
    /// <param name="vectors">The bytes.</param>
    /// <param name="count">The number of bytes written.</param>
    /// <param name="end">The offset behind the last of these bytes.</param>
    internal abstract Errno Append(in IoVectors vectors, out uint count, out ulong end);

    internal abstract Errno SetSize(ulong size);

    internal abstract Errno Allocate(ulong offset, ulong length);

    internal abstract Errno Advise(ulong offset, ulong length, Advice advice);

    internal abstract Errno SetTimes(FileTimes times);
}
