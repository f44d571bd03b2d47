using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Host;

/// <summary>A file of the host with offsets. Data goes straight between it and guest memory.</summary>
/// <param name="handle">The host's descriptor, which this closes.</param>
/// <param name="limits">How much may be written to it.</param>
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
            IoVectors taken = vectors;
            Errno error = Take(ref taken, offset);
            error = error == Errno.Success ? handle.WriteAt(taken, offset, out count) : error;
            Return(taken, count);
            return error;
        }
    }

    internal override Errno Append(in IoVectors vectors, out uint count, out ulong end)
    {
        if (limits is null)
        {
            return handle.Append(vectors, out count, out end);
        }

        // Nothing may take the room between the look at the end and the write there, neither another append nor a write elsewhere.
        lock (limits)
        {
            (count, end) = (0, 0);
            Errno error = GetStat(out Filestat stat);
            if (error != Errno.Success)
            {
                return error;
            }

            IoVectors taken = vectors;
            error = Take(ref taken, stat.Size);
            error = error == Errno.Success ? handle.Append(taken, out count, out end) : error;
            Return(taken, count);
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

            // Room on the disk is what a write takes: holes may lie anywhere, so that all of it counts.
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

    /// <summary>Cuts a write to what the limits leave room for.</summary>
    private Errno Take(ref IoVectors vectors, ulong offset)
    {
        ulong room = limits!.MaxFileSize - ulong.Min(offset, limits.MaxFileSize);
        ulong wanted = ulong.Min((ulong)vectors.Length, room);
        ulong taken = limits.Written?.ReserveUpTo(wanted) ?? wanted;
        Errno error = vectors.Length == 0 || taken > 0 ? Errno.Success : room == 0 ? Errno.Fbig : Errno.Nospc;
        vectors = vectors.Cut((int)taken);
        return error;
    }

    private void Return(in IoVectors vectors, uint count) => limits!.Written?.Release((ulong)vectors.Length - count, 0);
}
