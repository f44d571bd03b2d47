using System;
using System.Threading;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>A file, directory or symbolic link of a file system in memory: the object that directory entries refer to.</summary>
internal abstract class MemoryNode : MemoryEntry
{
    private ulong _accessed;
    private ulong _modified;
    private ulong _changed;

    /// <summary>Creates a node with a new inode number and the current time.</summary>
    protected MemoryNode(MemoryVolume volume)
    {
        Volume = volume;
        Device = volume.Device;
        Inode = volume.NextInode();
        _accessed = _modified = _changed = volume.Now;
    }

    /// <summary>Creates a node that reports the device, inode number and times of a lower file.</summary>
    protected MemoryNode(MemoryVolume volume, in Filestat stat)
    {
        Volume = volume;
        (Device, Inode) = (stat.Dev, stat.Ino);
        (_accessed, _modified, _changed) = (stat.Atim, stat.Mtim, stat.Ctim);
    }

    /// <summary>Creates a node of a view that starts with the attributes of a snapshot.</summary>
    protected MemoryNode(MemoryVolume volume, NodeImage image)
        : this(volume, image.Stat with { Dev = volume.Device }) => Links = (uint)image.Stat.Nlink;

    /// <summary>The file system.</summary>
    internal MemoryVolume Volume { get; }

    /// <summary>The device number.</summary>
    internal ulong Device { get; }

    internal sealed override ulong Inode { get; }

    /// <summary>The number of hard links. Changed under <see cref="MemoryVolume.NamesLock"/>.</summary>
    internal uint Links { get; set; }

    /// <summary>The number of hard links that <c>filestat</c> reports.</summary>
    protected virtual uint ReportedLinks => Links;

    /// <summary>The size in bytes that <c>filestat</c> reports.</summary>
    internal abstract ulong Size { get; }

    /// <summary>The attributes of the node.</summary>
    internal Filestat Stat =>
        new(
            Device,
            Inode,
            Filetype,
            ReportedLinks,
            Size,
            Volatile.Read(ref _accessed),
            Volatile.Read(ref _modified),
            Volatile.Read(ref _changed));

    /// <summary>Opens the node. Call it under <see cref="MemoryVolume.NamesLock"/>.</summary>
    internal abstract Errno Open(HostOpen open, out Inode? inode);

    /// <summary>Creates the image of the node for a snapshot. Call it under <see cref="MemoryVolume.NamesLock"/>.</summary>
    internal virtual NodeImage Freeze() => throw new NotSupportedException($"A '{Filetype}' in memory has no image.");

    /// <summary>Sets the access and modification times (<c>utimensat(2)</c>).</summary>
    internal Errno SetTimes(FileTimes times)
    {
        ulong now = Volume.Now;
        Set(ref _accessed, times.Accessed, times.Changes.HasFlag(Fstflags.Atim), times.Changes.HasFlag(Fstflags.AtimNow), now);
        Set(ref _modified, times.Modified, times.Changes.HasFlag(Fstflags.Mtim), times.Changes.HasFlag(Fstflags.MtimNow), now);
        Volatile.Write(ref _changed, now);
        return Errno.Success;
    }

    /// <summary>
    /// Updates the access time, if it is not newer than the modification time: like the <c>relatime</c> option of <c>mount(8)</c>.
    /// </summary>
    internal void MarkAccessed()
    {
        if (Volatile.Read(ref _accessed) <= Volatile.Read(ref _modified))
        {
            Volatile.Write(ref _accessed, Volume.Now);
        }
    }

    /// <summary>Updates the modification and status change times.</summary>
    internal void MarkModified()
    {
        ulong now = Volume.Now;
        Volatile.Write(ref _modified, now);
        Volatile.Write(ref _changed, now);
    }

    /// <summary>Updates the status change time.</summary>
    internal void MarkChanged() => Volatile.Write(ref _changed, Volume.Now);

    /// <summary>Called when the last hard link was removed.</summary>
    internal virtual void OnUnlinked()
    {
    }

    private static void Set(ref ulong time, ulong given, bool set, bool toNow, ulong now)
    {
        if (set || toNow)
        {
            Volatile.Write(ref time, toNow ? now : given);
        }
    }
}
