using System;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>A file in memory: what it holds as long as a name or a descriptor leads to it.</summary>
internal class MemoryFileNode : MemoryNode
{
    private int _open;

    internal MemoryFileNode(MemoryVolume volume)
        : base(volume)
    {
    }

    protected MemoryFileNode(MemoryVolume volume, in Filestat stat)
        : base(volume, stat)
    {
    }

    internal override Filetype Filetype => Filetype.RegularFile;

    internal override ulong Size
    {
        get
        {
            lock (Gate)
            {
                return Length;
            }
        }
    }

    /// <summary>Held while the contents are used.</summary>
    protected Lock Gate { get; } = new();

    /// <summary>The contents. Used under the <see cref="Gate"/>, like all that is protected.</summary>
    protected Pages Pages { get; set; } = new();

    /// <summary>True if no name and no descriptor refers to the file.</summary>
    protected bool IsUnreferenced => Links == 0 && _open == 0;

    protected virtual ulong Length => Pages.Length;

    internal override Errno Open(HostOpen open, out Inode? inode)
    {
        inode = null;
        if (open.HasFlag(HostOpen.Directory))
        {
            return Errno.Notdir;
        }

        lock (Gate)
        {
            Errno error = open.HasFlag(HostOpen.Truncate) ? Truncate() : _open == 0 ? OnFirstOpen() : Errno.Success;
            if (error != Errno.Success)
            {
                return error;
            }

            _open++;
        }

        inode = new FileInode(new MemoryFileHandle(this), Stat, open);
        return Errno.Success;
    }

    /// <summary>A descriptor less.</summary>
    internal void CloseHandle()
    {
        lock (Gate)
        {
            if (--_open == 0)
            {
                OnLastClose();
                Release();
            }
        }
    }

    internal override void OnUnlinked()
    {
        lock (Gate)
        {
            Release();
        }
    }

    /// <summary>Fills <see cref="Pages"/> before a change: <see cref="FileHandle.CopyUp"/>. Called without the <see cref="Gate"/>.</summary>
    internal virtual Errno CopyUp(ulong length, Waiter waiter) => Errno.Success;

    internal Errno ReadAt(in IoVectors vectors, ulong offset, out uint count)
    {
        MarkAccessed();
        lock (Gate)
        {
            return Read(vectors, offset, out count);
        }
    }

    internal Errno WriteAt(in IoVectors vectors, ulong offset, out uint count)
    {
        lock (Gate)
        {
            return Write(vectors, offset, out count);
        }
    }

    internal Errno Append(in IoVectors vectors, out uint count, out ulong end)
    {
        lock (Gate)
        {
            Errno error = Write(vectors, Length, out count);
            end = Length;
            return error;
        }
    }

    internal Errno SetSize(ulong size)
    {
        lock (Gate)
        {
            return Resize(size);
        }
    }

    /// <summary>Lengthens the file as far as it takes to hold a range.</summary>
    internal Errno Allocate(ulong end)
    {
        lock (Gate)
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

    /// <summary>Removes the contents.</summary>
    protected virtual Errno Truncate() => Resize(0);

    protected virtual Errno OnFirstOpen() => Errno.Success;

    protected virtual void OnLastClose()
    {
    }

    private Errno Write(in IoVectors vectors, ulong offset, out uint count)
    {
        count = 0;
        if (vectors.Length == 0 || offset > long.MaxValue - (ulong)vectors.Length)
        {
            return vectors.Length == 0 ? Errno.Success : Errno.Inval;
        }

        // As much as there is room for: a hole before the write has to find room first.
        ulong length = (ulong)vectors.Length;
        ulong growth = offset + length - ulong.Min(offset + length, Pages.Length);
        ulong taken = Volume.Quota.ReserveUpTo(growth);
        ulong missing = growth - taken;
        if (missing >= length)
        {
            Volume.Quota.Release(taken, 0);
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

        MarkModified();
        return Errno.Success;
    }

    private Errno Resize(ulong size)
    {
        ulong length = Pages.Length;
        if (size > length && !Volume.Quota.TryReserve(size - length, 0))
        {
            return Errno.Nospc;
        }

        if (size < length)
        {
            Volume.Quota.Release(length - size, 0);
        }

        Pages.SetLength(size);
        MarkModified();
        return Errno.Success;
    }

    private void Release()
    {
        if (IsUnreferenced)
        {
            Volume.Quota.Release(Pages.Length, 0);
            Pages.SetLength(0);
        }
    }
}
