using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs;

/// <content>Reading and writing, at the offset of the open file or at a given one.</content>
internal sealed partial class FileInode
{
    internal override Errno Read(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        if (!_canRead)
        {
            return Errno.Badf;
        }

        if (!TryGetHandle(out FileHandle? handle))
        {
            return Errno.Stale;
        }

        Errno error;
        lock (file.Gate)
        {
            ulong offset = file.Offset;
            error = ReadAt(handle, vectors, offset, waiter, out count);
            file.Offset = offset + count;
        }

        return HasOtherType(error, out Inode? other) ? other.Read(file, vectors, waiter, out count) : error;
    }

    internal override Errno Write(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        if (!_canWrite)
        {
            return Errno.Badf;
        }

        if (!TryGetHandle(out FileHandle? handle))
        {
            return Errno.Stale;
        }

        Fdflags flags = file.Flags;
        if ((flags & ~Fdflags.Nonblock) != 0 && HasOtherType(Errno.Spipe, out Inode? other))
        {
            return other.Write(file, vectors, waiter, out count);
        }

        Errno error = vectors.Length > 0 ? handle.CopyUp(ulong.MaxValue, waiter) : Errno.Success;
        if (error != Errno.Success)
        {
            return error;
        }

        lock (file.Gate)
        {
            ulong end = file.Offset;
            if ((flags & Fdflags.Append) != 0)
            {
                // One part only: between two, another writer could append. A longer write is short.
                error = handle.Append(vectors.Cut(IoVectors.MaxPartLength), out count, out end);
            }
            else
            {
                error = WriteAt(handle, vectors, end, waiter, out count);
                end += count;
            }

            if (error == Errno.Success)
            {
                file.Offset = end;
                GrowTo(end);
                return SyncAfterWrite(handle, flags);
            }
        }

        return HasOtherType(error, out other) ? other.Write(file, vectors, waiter, out count) : error;
    }

    internal override Errno ReadAt(OpenFileDescription file, in IoVectors vectors, ulong offset, Waiter? waiter, out uint count)
    {
        count = 0;
        Errno error = !_canRead ? Errno.Badf
            : vectors.ExceedMaxOffset(offset) ? Errno.Inval
            : TryGetHandle(out FileHandle? handle) ? ReadAt(handle, vectors, offset, waiter, out count)
            : Errno.Stale;
        return HasOtherType(error, out Inode? other) ? other.ReadAt(file, vectors, offset, waiter, out count) : error;
    }

    internal override Errno WriteAt(OpenFileDescription file, in IoVectors vectors, ulong offset, Waiter waiter, out uint count)
    {
        count = 0;
        if (!_canWrite || vectors.ExceedMaxOffset(offset))
        {
            return _canWrite ? Errno.Inval : Errno.Badf;
        }

        if (!TryGetHandle(out FileHandle? handle))
        {
            return Errno.Stale;
        }

        Errno error = vectors.Length > 0 ? handle.CopyUp(ulong.MaxValue, waiter) : Errno.Success;
        error = error == Errno.Success ? WriteAt(handle, vectors, offset, waiter, out count) : error;
        if (error == Errno.Success)
        {
            GrowTo(offset + count);
            return SyncAfterWrite(handle, file.Flags);
        }

        return HasOtherType(error, out Inode? other) ? other.WriteAt(file, vectors, offset, waiter, out count) : error;
    }

    private static Errno ReadAt(FileHandle handle, in IoVectors vectors, ulong offset, Waiter? waiter, out uint count) =>
        vectors.Length <= handle.MaxPartLength
            ? handle.ReadAt(vectors, offset, out count)
            : SplitTransfer.Run(handle.ReadAt, vectors, offset, handle.MaxPartLength, waiter, out count);

    private static Errno WriteAt(FileHandle handle, in IoVectors vectors, ulong offset, Waiter waiter, out uint count) =>
        vectors.Length <= handle.MaxPartLength
            ? handle.WriteAt(vectors, offset, out count)
            : SplitTransfer.Run(handle.WriteAt, vectors, offset, handle.MaxPartLength, waiter, out count);

    /// <summary>Synchronises after a write if the flags of the open file require it (<c>O_SYNC</c>, <c>O_DSYNC</c>).</summary>
    private static Errno SyncAfterWrite(FileHandle handle, Fdflags flags) =>
        (flags & (Fdflags.Sync | Fdflags.Rsync)) != 0 ? handle.Sync()
        : (flags & Fdflags.Dsync) != 0 ? handle.DataSync()
        : Errno.Success;
}
