using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Host;

/// <summary>An open file of the host. The host reads and writes guest memory directly.</summary>
/// <param name="handle">The host's handle, which is closed with this one.</param>
/// <param name="limits">The limits on writing, or null for none.</param>
internal class HostFile(HostHandle handle, HostLimits? limits = null) : FileHandle
{
    protected HostHandle Handle => handle;

    public override void Dispose() => handle.Dispose();

    internal override Errno GetStat(out Filestat stat) => handle.GetStat(out stat);

    internal override Errno Sync() => handle.Sync();

    internal override Errno DataSync() => handle.DataSync();

    internal override Errno ReadAt(in IoVectors vectors, ulong offset, out uint count) =>
        handle.ReadAt(vectors, offset, out count);

    internal override Errno WriteAt(in IoVectors vectors, ulong offset, out uint count)
    {
        if (limits is null)
        {
            return handle.WriteAt(vectors, offset, out count);
        }

        lock (limits)
        {
            count = 0;
            IoVectors allowed = vectors;
            Errno error = Reserve(ref allowed, offset);
            error = error == Errno.Success ? handle.WriteAt(allowed, offset, out count) : error;
            ReleaseUnused(allowed, count);
            return error;
        }
    }

    internal override Errno Append(in IoVectors vectors, out uint count, out ulong end)
    {
        if (limits is null)
        {
            return handle.Append(vectors, out count, out end);
        }

        // The lock keeps other writes from using the limit between fstat and the write.
        lock (limits)
        {
            (count, end) = (0, 0);
            Errno error = GetStat(out Filestat stat);
            if (error != Errno.Success)
            {
                return error;
            }

            IoVectors allowed = vectors;
            error = Reserve(ref allowed, stat.Size);
            error = error == Errno.Success ? handle.Append(allowed, out count, out end) : error;
            ReleaseUnused(allowed, count);
            return error;
        }
    }

    internal override Errno SetSize(ulong size)
    {
        if (limits is null)
        {
            return handle.SetSize(size);
        }

        lock (limits)
        {
            return size > limits.MaxFileSize ? Errno.Fbig : handle.SetSize(size);
        }
    }

    internal override Errno Allocate(ulong offset, ulong length)
    {
        if (limits is null)
        {
            return handle.Allocate(offset, length);
        }

        lock (limits)
        {
            if (offset + length > limits.MaxFileSize)
            {
                return Errno.Fbig;
            }

            // The whole range counts as written, because it may contain holes anywhere.
            if (limits.Written?.TryReserve(length, 0) == false)
            {
                return Errno.Nospc;
            }

            Errno error = handle.Allocate(offset, length);
            limits.Written?.Release(error == Errno.Success ? 0 : length, 0);
            return error;
        }
    }

    internal override Errno Advise(ulong offset, ulong length, Advice advice) => handle.Advise(offset, length, advice);

    internal override Errno SetTimes(FileTimes times) => handle.SetTimes(times);

    /// <summary>Reserves bytes of the quota for a write, and truncates the write to them and to the maximum file size.</summary>
    private Errno Reserve(ref IoVectors vectors, ulong offset)
    {
        ulong space = limits!.MaxFileSize - ulong.Min(offset, limits.MaxFileSize);
        ulong wanted = ulong.Min((ulong)vectors.Length, space);
        ulong reserved = limits.Written?.ReserveUpTo(wanted) ?? wanted;
        Errno error = vectors.Length == 0 || reserved > 0 ? Errno.Success : space == 0 ? Errno.Fbig : Errno.Nospc;
        vectors = vectors.Cut((int)reserved);
        return error;
    }

    /// <summary>Releases the reserved bytes that were not written.</summary>
    private void ReleaseUnused(in IoVectors vectors, uint count) => limits!.Written?.Release((ulong)vectors.Length - count, 0);
}
