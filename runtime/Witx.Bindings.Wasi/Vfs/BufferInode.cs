using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>Bytes that the embedder provides as a read-only file.</summary>
internal sealed class BufferInode(ReadOnlyMemory<byte> bytes) : Inode
{
    internal override Filetype Filetype => Filetype.RegularFile;

    internal override Rights Rights => RightsTable.Buffer;

    internal override Filestat FileStat => base.FileStat with { Nlink = 1, Size = (ulong)bytes.Length };

    internal override Errno GetStat(out Filestat stat)
    {
        stat = FileStat;
        return Errno.Success;
    }

    internal override Errno Read(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        lock (file.Gate)
        {
            Errno answer = ReadAt(file, vectors, file.Offset, waiter, out count);
            file.Offset += count;
            return answer;
        }
    }

    internal override Errno ReadAt(OpenFileDescription file, in IoVectors vectors, ulong offset, Waiter? waiter, out uint count)
    {
        count = offset < (ulong)bytes.Length ? (uint)vectors.CopyFrom(bytes.Span[(int)offset..]) : 0;
        return Errno.Success;
    }

    internal override Errno WriteAt(OpenFileDescription file, in IoVectors vectors, ulong offset, Waiter waiter, out uint count)
    {
        count = 0;
        return Errno.Badf;
    }

    internal override Errno Seek(OpenFileDescription file, long delta, Whence whence, out ulong offset) =>
        file.Seek(delta, whence, (ulong)bytes.Length, out offset);

    internal override Errno Tell(OpenFileDescription file, out ulong offset)
    {
        offset = file.Offset;
        return Errno.Success;
    }

    internal override Errno Advise(ulong offset, ulong length, Advice advice) => Errno.Success;
}
