using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>A file that the embedder has open, outside of any process.</summary>
/// <param name="inode">The inode, which is closed with this object.</param>
internal sealed class OpenedFile(Inode inode) : IDisposable
{
    private readonly OpenFileDescription _file = new(inode);
    private Waiter? _waiter;

    public void Dispose()
    {
        _waiter?.Dispose();
        _file.Release();
    }

    /// <summary>Returns the attributes of the file.</summary>
    internal Errno GetStat(out Filestat stat) => _file.Contents.GetStat(out stat);

    /// <summary>Reads at an offset.</summary>
    internal Errno Read(Memory<byte> buffer, ulong offset, out int count)
    {
        IoVectors vectors = new(new GuestMemory(buffer.Span), new IoVector[] { new(0, (ulong)buffer.Length) });
        Errno error = _file.Inode.ReadAt(_file, vectors, offset, waiter: null, out uint read);
        count = (int)read;
        return error;
    }

    /// <summary>Writes all bytes at an offset.</summary>
    internal Errno Write(ReadOnlyMemory<byte> data, ulong offset)
    {
        _waiter ??= new Waiter(new ProcessShutdown(), new WasiClock(TimeProvider.System));
        byte[] bytes = data.ToArray();
        for (int written = 0; written < bytes.Length;)
        {
            IoVectors rest = new(new GuestMemory(bytes), new IoVector[] { new((ulong)written, (ulong)(bytes.Length - written)) });
            Errno error = _file.Inode.WriteAt(_file, rest, offset + (ulong)written, _waiter, out uint count);
            if (error != Errno.Success)
            {
                return error;
            }

            written += (int)count;
        }

        return Errno.Success;
    }
}
