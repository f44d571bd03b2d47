using System.Threading;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>What the names of a file system in memory stand for.</summary>
internal abstract class MemoryNode
{
    private ulong _accessed;
    private ulong _modified;
    private ulong _changed;

    protected MemoryNode(MemoryVolume volume)
    {
        Volume = volume;
        Device = volume.Device;
        Inode = volume.NextInode();
        _accessed = _modified = _changed = volume.Now;
    }

    /// <summary>A node that stands for a file of another file system, and is to look like it.</summary>
    protected MemoryNode(MemoryVolume volume, in Filestat stat)
    {
        Volume = volume;
        (Device, Inode) = (stat.Dev, stat.Ino);
        (_accessed, _modified, _changed) = (stat.Atim, stat.Mtim, stat.Ctim);
    }

    internal MemoryVolume Volume { get; }

    internal ulong Device { get; }

    internal ulong Inode { get; }

    /// <summary>How many names stand for it. Changed under the volume's lock over names.</summary>
    internal uint Links { get; set; }

    protected virtual uint ReportedLinks => Links;

    internal abstract Filetype Filetype { get; }

    internal abstract ulong Size { get; }

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

    /// <summary>Opens it, under the volume's lock over names.</summary>
    internal abstract Errno Open(HostOpen open, out Inode? inode);

    internal Errno SetTimes(FileTimes times)
    {
        ulong now = Volume.Now;
        Set(ref _accessed, times.Accessed, times.Changes.HasFlag(Fstflags.Atim), times.Changes.HasFlag(Fstflags.AtimNow), now);
        Set(ref _modified, times.Modified, times.Changes.HasFlag(Fstflags.Mtim), times.Changes.HasFlag(Fstflags.MtimNow), now);
        Volatile.Write(ref _changed, now);
        return Errno.Success;
    }

    /// <summary>The first reading since it was modified is noted: enough for those who look whether someone has read it.</summary>
    internal void MarkAccessed()
    {
        if (Volatile.Read(ref _accessed) <= Volatile.Read(ref _modified))
        {
            Volatile.Write(ref _accessed, Volume.Now);
        }
    }

    internal void MarkModified()
    {
        ulong now = Volume.Now;
        Volatile.Write(ref _modified, now);
        Volatile.Write(ref _changed, now);
    }

    /// <summary>Something about it changed, not what it holds.</summary>
    internal void MarkChanged() => Volatile.Write(ref _changed, Volume.Now);

    /// <summary>Its last name is gone.</summary>
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
