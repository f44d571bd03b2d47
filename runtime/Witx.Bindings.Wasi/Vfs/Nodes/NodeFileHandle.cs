using System;
using System.Threading;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Nodes;

/// <summary>An open file of a file system of the embedder.</summary>
/// <param name="volume">The file system.</param>
/// <param name="node">The file.</param>
/// <param name="handle">The open file, which is disposed with this handle.</param>
internal sealed class NodeFileHandle(NodeVolume volume, WasiFileNode node, WasiFileHandle handle) : FileHandle
{
    private const int MaxPartBytes = 1 << 20;

    private int _closed;

    internal override int MaxPartLength => MaxPartBytes;

    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            handle.Dispose();
        }
    }

    internal override Errno GetStat(out Filestat stat)
    {
        stat = volume.GetStat(node) with { Size = handle.Length };
        return Errno.Success;
    }

    internal override Errno Sync() => handle.Sync();

    internal override Errno DataSync() => handle.DataSync();

    internal override Errno ReadAt(in IoVectors vectors, ulong offset, out uint count)
    {
        count = 0;
        for (int i = 0; i < vectors.Count; i++)
        {
            Span<byte> buffer = vectors[i];
            if (buffer.IsEmpty)
            {
                continue;
            }

            Errno error = handle.Read(buffer, offset + count, out int read);
            CheckCount(read, buffer.Length, nameof(handle.Read));
            count += (uint)read;
            if (error != Errno.Success || read < buffer.Length)
            {
                return ToPartialSuccess(error, count);
            }
        }

        return Errno.Success;
    }

    internal override Errno WriteAt(in IoVectors vectors, ulong offset, out uint count)
    {
        count = 0;
        if (vectors.ExceedMaxOffset(offset))
        {
            return Errno.Inval;
        }

        for (int i = 0; i < vectors.Count; i++)
        {
            ReadOnlySpan<byte> data = vectors[i];
            if (data.IsEmpty)
            {
                continue;
            }

            Errno error = handle.Write(data, offset + count, out int written);
            CheckCount(written, data.Length, nameof(handle.Write));
            count += (uint)written;
            if (error != Errno.Success || written < data.Length)
            {
                return ToPartialSuccess(error, count);
            }
        }

        return Errno.Success;
    }

    internal override Errno Append(in IoVectors vectors, out uint count, out ulong end)
    {
        (count, end) = (0, handle.Length);
        if (vectors.ExceedMaxOffset(end))
        {
            return Errno.Inval;
        }

        for (int i = 0; i < vectors.Count; i++)
        {
            ReadOnlySpan<byte> data = vectors[i];
            if (data.IsEmpty)
            {
                continue;
            }

            Errno error = handle.Append(data, out int written, out ulong next);
            CheckCount(written, data.Length, nameof(handle.Append));
            count += (uint)written;
            end = written > 0 ? next : end;
            if (error != Errno.Success || written < data.Length)
            {
                return ToPartialSuccess(error, count);
            }
        }

        return Errno.Success;
    }

    internal override Errno SetSize(ulong size) => handle.SetLength(size);

    internal override Errno Allocate(ulong offset, ulong length) =>
        offset + length > handle.Length ? handle.SetLength(offset + length) : Errno.Success;

    internal override Errno Advise(ulong offset, ulong length, Advice advice) => Errno.Success;

    internal override Errno SetTimes(FileTimes times) => volume.SetTimes(node, times);

    /// <summary>Returns success for an error after a part of the bytes: the next call of the guest returns the error.</summary>
    private static Errno ToPartialSuccess(Errno error, uint count) => count > 0 ? Errno.Success : error;

    private void CheckCount(int count, int length, string method)
    {
        if ((uint)count > (uint)length)
        {
            throw new InvalidOperationException($"'{handle.GetType()}.{method}' returned a count of {count} for {length} bytes.");
        }
    }
}
