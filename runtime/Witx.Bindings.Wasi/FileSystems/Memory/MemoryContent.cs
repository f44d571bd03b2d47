using System;
using System.Threading;
using Witx.Bindings.Wasi.Interop;

namespace Witx.Bindings.Wasi;

/// <summary>A file in memory: what it holds as long as a name or a descriptor leads to it.</summary>
internal class MemoryContent : MemoryNode
{
    private readonly Lock _lock = new();
    private int _open;

    internal MemoryContent(MemoryVolume volume)
        : base(volume)
    {
    }

    protected MemoryContent(MemoryVolume volume, in Filestat stat)
        : base(volume, stat)
    {
    }

    internal override Filetype Filetype => Filetype.RegularFile;

    internal override ulong Size
    {
        get
        {
            lock (_lock)
            {
                return Length;
            }
        }
    }

    /// <summary>What it holds. Used under its lock, like all that is protected.</summary>
    protected Pages Pages { get; } = new();

    protected virtual ulong Length => Pages.Length;

    internal override Errno Open(HostOpen open, out Inode? inode)
    {
        inode = null;
        if (open.HasFlag(HostOpen.Directory))
        {
            return Errno.Notdir;
        }

        lock (_lock)
        {
            Errno error = open.HasFlag(HostOpen.Truncate) ? Resize(0) : _open == 0 ? FirstOpened() : Errno.Success;
            if (error != Errno.Success)
            {
                return error;
            }

            _open++;
        }

        inode = new FileInode(new MemoryFile(this), Stat, open);
        return Errno.Success;
    }

    /// <summary>A descriptor less.</summary>
    internal void Closed()
    {
        lock (_lock)
        {
            if (--_open == 0)
            {
                LastClosed();
                Release();
            }
        }
    }

    internal override void Unnamed()
    {
        lock (_lock)
        {
            Release();
        }
    }

    internal Errno ReadAt(in IoVectors vectors, ulong offset, out uint count)
    {
        WasRead();
        lock (_lock)
        {
            return Read(vectors, offset, out count);
        }
    }

    internal Errno WriteAt(in IoVectors vectors, ulong offset, out uint count)
    {
        lock (_lock)
        {
            return Write(vectors, offset, out count);
        }
    }

    internal Errno Append(in IoVectors vectors, out uint count, out ulong end)
    {
        lock (_lock)
        {
            Errno error = Write(vectors, Length, out count);
            end = Length;
            return error;
        }
    }

    internal Errno SetSize(ulong size)
    {
        lock (_lock)
        {
            return Resize(size);
        }
    }

    /// <summary>Lengthens the file as far as it takes to hold a range.</summary>
    internal Errno Allocate(ulong end)
    {
        lock (_lock)
        {
            return end > Length ? Resize(end) : Errno.Success;
        }
    }

    protected virtual Errno Read(in IoVectors vectors, ulong offset, out uint count)
    {
        count = 0;
        for (int i = 0; i < vectors.Count; i++)
        {
            Span<byte> buffer = vectors[i];
            int read = Pages.Read(offset + count, buffer);
            count += (uint)read;
            if (read < buffer.Length)
            {
                break;
            }
        }

        return Errno.Success;
    }

    /// <summary>Makes sure that <see cref="Pages"/> holds what the file holds, up to <paramref name="length"/>, before it changes.</summary>
    protected virtual Errno Own(ulong length) => Errno.Success;

    protected virtual Errno FirstOpened() => Errno.Success;

    protected virtual void LastClosed()
    {
    }

    private Errno Write(in IoVectors vectors, ulong offset, out uint count)
    {
        count = 0;
        if (vectors.Length == 0 || offset > long.MaxValue - (ulong)vectors.Length)
        {
            return vectors.Length == 0 ? Errno.Success : Errno.Inval;
        }

        if (Own(ulong.MaxValue) is Errno error and not Errno.Success)
        {
            return error;
        }

        // As much as there is room for: a hole before the write has to find room first.
        ulong length = (ulong)vectors.Length;
        ulong growth = offset + length - ulong.Min(offset + length, Pages.Length);
        ulong taken = Volume.Quota.TakeUpTo(growth);
        ulong missing = growth - taken;
        if (missing >= length)
        {
            Volume.Quota.Return(taken, 0);
            return Errno.Nospc;
        }

        ulong end = offset + length - missing;
        for (int i = 0; i < vectors.Count && offset < end; i++)
        {
            ReadOnlySpan<byte> buffer = vectors[i];
            ReadOnlySpan<byte> part = buffer[..(int)ulong.Min((ulong)buffer.Length, end - offset)];
            Pages.Write(offset, part);
            offset += (ulong)part.Length;
            count += (uint)part.Length;
        }

        WasModified();
        return Errno.Success;
    }

    private Errno Resize(ulong size)
    {
        if (Own(size) is Errno error and not Errno.Success)
        {
            return error;
        }

        ulong length = Pages.Length;
        if (size > length && !Volume.Quota.TryTake(size - length, 0))
        {
            return Errno.Nospc;
        }

        if (size < length)
        {
            Volume.Quota.Return(length - size, 0);
        }

        Pages.SetLength(size);
        WasModified();
        return Errno.Success;
    }

    private void Release()
    {
        if (Links == 0 && _open == 0)
        {
            Volume.Quota.Return(Pages.Length, 0);
            Pages.SetLength(0);
        }
    }
}
