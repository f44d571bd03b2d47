using System;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Devices;

/// <summary>The directory of the virtual devices. Changes to it or its entries fail with <c>Errno.Perm</c> (EPERM).</summary>
/// <param name="process">
/// The process of the guest. If it is null, as for an embedder, to open a device fails with <c>Errno.Nxio</c> (ENXIO).
/// </param>
internal sealed class DeviceDirectory(IDeviceBackend? process) : DirectoryInode
{
    private static readonly (byte[] Name, Device Device)[] s_devices =
    [
        ("null"u8.ToArray(), Device.Null), ("zero"u8.ToArray(), Device.Zero), ("full"u8.ToArray(), Device.Full),
        ("random"u8.ToArray(), Device.Random), ("urandom"u8.ToArray(), Device.Random), ("tty"u8.ToArray(), Device.Terminal),
    ];

    internal override Filestat FileStat => new(0, 1, Filetype.Directory, 1, 0, 0, 0, 0);

    internal override Errno GetStat(out Filestat stat)
    {
        stat = FileStat;
        return Errno.Success;
    }

    internal override Errno Lookup(ReadOnlySpan<byte> name, out DirectoryInode? directory)
    {
        directory = null;
        return Find(name) < 0 ? Errno.Noent : Errno.Notdir;
    }

    internal override Errno Open(ReadOnlySpan<byte> name, HostOpen open, out Inode? inode)
    {
        inode = null;
        if (PathParser.IsSelf(name))
        {
            inode = (open & (HostOpen.Write | HostOpen.Create)) == 0 ? this : null;
            return inode is null ? Errno.Isdir : Errno.Success;
        }

        int index = Find(name);
        Errno error = index < 0 ? (open.HasFlag(HostOpen.Create) ? Errno.Perm : Errno.Noent)
            : open.HasFlag(HostOpen.Create | HostOpen.Exclusive) ? Errno.Exist
            : open.HasFlag(HostOpen.Directory) ? Errno.Notdir
            : process is null || (s_devices[index].Device == Device.Terminal && !process.HasTerminal) ? Errno.Nxio
            : Errno.Success;
        if (error == Errno.Success)
        {
            inode = new VirtualDevice(s_devices[index].Device, CreateStat(index), open, process!);
        }

        return error;
    }

    internal override Errno GetStat(ReadOnlySpan<byte> name, out Filestat stat)
    {
        int index = Find(name);
        stat = PathParser.IsSelf(name) ? FileStat : index >= 0 ? CreateStat(index) : default;
        return stat.Filetype == Filetype.Unknown ? Errno.Noent : Errno.Success;
    }

    internal override Errno ReadLink(ReadOnlySpan<byte> name, Span<byte> target, out int length)
    {
        length = 0;
        return IfExists(name, Errno.Inval);
    }

    internal override Errno SetTimes(FileTimes times) => Errno.Perm;

    internal override Errno SetTimes(ReadOnlySpan<byte> name, FileTimes times) =>
        PathParser.IsSelf(name) ? Errno.Perm : IfExists(name, Errno.Perm);

    internal override Errno CreateDirectory(ReadOnlySpan<byte> name) => Find(name) < 0 ? Errno.Perm : Errno.Exist;

    internal override Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target) => Find(name) < 0 ? Errno.Perm : Errno.Exist;

    internal override Errno RemoveDirectory(ReadOnlySpan<byte> name) => IfExists(name, Errno.Notdir);

    internal override Errno RemoveFile(ReadOnlySpan<byte> name) => IfExists(name, Errno.Perm);

    internal override Errno Link(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName) =>
        IfExists(name, Errno.Perm);

    internal override Errno Rename(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName) =>
        IfExists(name, Errno.Perm);

    internal override DirectoryListing List() => new DeviceListing(this);

    /// <summary>Returns an error for an existing entry, and <c>Errno.Noent</c> (ENOENT) otherwise.</summary>
    private static Errno IfExists(ReadOnlySpan<byte> name, Errno error) => Find(name) < 0 ? Errno.Noent : error;

    /// <summary>Returns the index of a device, or −1.</summary>
    private static int Find(ReadOnlySpan<byte> name)
    {
        int index = s_devices.Length - 1;
        while (index >= 0 && !name.SequenceEqual(s_devices[index].Name))
        {
            index--;
        }

        return index;
    }

    private static Filestat CreateStat(int index) => new(0, (ulong)index + 2, Filetype.CharacterDevice, 1, 0, 0, 0, 0);

    private sealed class DeviceListing(DeviceDirectory directory) : SnapshotListing
    {
        protected override Errno Fill()
        {
            Add("."u8, directory.FileStat.Ino, Filetype.Directory);
            Add(".."u8, directory.FileStat.Ino, Filetype.Directory);
            for (int i = 0; i < s_devices.Length; i++)
            {
                Add(s_devices[i].Name, CreateStat(i).Ino, Filetype.CharacterDevice);
            }

            return Errno.Success;
        }
    }
}
