using System;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>A regular file in memory. Its contents are released when its last name and its last open handle are gone.</summary>
internal class MemoryFileNode : MemoryNode
{
    private int _openHandles;

    internal MemoryFileNode(MemoryVolume volume)
        : base(volume)
    {
    }

    protected MemoryFileNode(MemoryVolume volume, in Filestat stat)
        : base(volume, stat)
    {
    }

    /// <summary>Creates the file of a view.</summary>
    internal MemoryFileNode(MemoryVolume volume, FileImage image)
        : base(volume, image) => Pages = new Pages(image.Pages);

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

    /// <summary>The lock over the contents and the protected members.</summary>
    protected Lock Gate { get; } = new();

    /// <summary>The contents. Access requires the <see cref="Gate"/>.</summary>
    protected Pages Pages { get; set; } = new();

    /// <summary>True if no name and no open handle refers to the file.</summary>
    protected bool IsUnreferenced => Links == 0 && _openHandles == 0;

    /// <summary>The length of the file in bytes.</summary>
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
            Errno error = open.HasFlag(HostOpen.Truncate) ? Truncate() : _openHandles == 0 ? OnFirstOpen() : Errno.Success;
            if (error != Errno.Success)
            {
                return error;
            }

            _openHandles++;
        }

        inode = new FileInode(new MemoryFileHandle(this), Stat, open);
        return Errno.Success;
    }

    /// <summary>Closes one of the open handles.</summary>
    internal void CloseHandle()
    {
        lock (Gate)
        {
            if (--_openHandles == 0)
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

    internal override NodeImage Freeze()
    {
        lock (Gate)
        {
            FrozenPages pages = Pages.Freeze();
            return new FileImage(Stat, pages);
        }
    }

    /// <summary>
    /// Copies the lower file into <see cref="Pages"/>: see <see cref="FileHandle.CopyUp"/>. Call it without the <see cref="Gate"/>.
    /// </summary>
    internal virtual Errno CopyUp(ulong length, Waiter waiter) => Errno.Success;

    /// <summary>Reads at an offset, and updates the access time.</summary>
    internal Errno ReadAt(in IoVectors vectors, ulong offset, out uint count)
    {
        MarkAccessed();
        lock (Gate)
        {
            return Read(vectors, offset, out count);
        }
    }

    /// <summary>Writes at an offset, and extends the file if necessary.</summary>
    /// <returns><c>Errno.Nospc</c> (ENOSPC) if the quota allows no byte of the data.</returns>
    internal Errno WriteAt(in IoVectors vectors, ulong offset, out uint count)
    {
        lock (Gate)
        {
            return Write(vectors, offset, out count);
        }
    }

    /// <summary>Writes at the end of the file.</summary>
    /// <param name="vectors">The data.</param>
    /// <param name="count">The number of bytes written.</param>
    /// <param name="end">The length of the file after the write.</param>
    internal Errno Append(in IoVectors vectors, out uint count, out ulong end)
    {
        lock (Gate)
        {
            Errno error = Write(vectors, Length, out count);
            end = Length;
            return error;
        }
    }

    /// <summary>Truncates the file, or extends it with zeros (<c>ftruncate(2)</c>).</summary>
    internal Errno SetSize(ulong size)
    {
        lock (Gate)
        {
            return Resize(size);
        }
    }

    /// <summary>Extends the file with zeros to at least <paramref name="end"/> bytes.</summary>
    internal Errno Allocate(ulong end)
    {
        lock (Gate)
        {
            return end > Length ? Resize(end) : Errno.Success;
        }
    }

    /// <summary>Reads the contents at an offset, under the <see cref="Gate"/>.</summary>
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

    /// <summary>Sets the length to 0 for <c>O_TRUNC</c>.</summary>
    protected virtual Errno Truncate() => Resize(0);

    /// <summary>Called under the <see cref="Gate"/> before the first handle is opened. An error makes the open fail.</summary>
    protected virtual Errno OnFirstOpen() => Errno.Success;

    /// <summary>Called under the <see cref="Gate"/> after the last handle was closed.</summary>
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

        // In a view of a snapshot, the pages that the write changes are copied, and count for the quota from then on.
        ulong length = (ulong)vectors.Length;
        ulong copied = Pages.GetCopyLength(offset, length);
        if (copied > 0 && !Volume.Quota.TryReserve(copied, 0))
        {
            return Errno.Nospc;
        }

        // A partial write is allowed if the quota does not suffice. A hole between the end of the file and the offset counts first.
        ulong growth = offset + length - ulong.Min(offset + length, Pages.Length);
        ulong reserved = Volume.Quota.ReserveUpTo(growth);
        ulong missing = growth - reserved;
        if (missing >= length)
        {
            Volume.Quota.Release(copied + reserved, 0);
            return Errno.Nospc;
        }

        ulong before = Pages.OwnLength;
        ulong end = offset + length - missing;
        for (int i = 0; i < vectors.Count && offset < end; i++)
        {
            ReadOnlySpan<byte> buffer = vectors[i];
            ReadOnlySpan<byte> part = buffer[..(int)ulong.Min((ulong)buffer.Length, end - offset)];
            Pages.Write(offset, part);
            offset += (ulong)part.Length;
            count += (uint)part.Length;
        }

        Volume.Quota.Release(copied + reserved - (Pages.OwnLength - before), 0);
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

        ulong before = Pages.OwnLength;
        Pages.SetLength(size);
        if (size < length)
        {
            Volume.Quota.Release(before - Pages.OwnLength, 0);
        }

        MarkModified();
        return Errno.Success;
    }

    private void Release()
    {
        if (IsUnreferenced)
        {
            Volume.Quota.Release(Pages.OwnLength, 0);
            Pages.SetLength(0);
        }
    }
}
