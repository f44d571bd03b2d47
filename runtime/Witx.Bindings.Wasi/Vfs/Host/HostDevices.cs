using System.Collections.Generic;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Host;

/// <summary>The devices of the host that guests can open below one mount.</summary>
internal sealed class HostDevices
{
    private readonly bool _isAllowed;
    private readonly HashSet<ulong> _processFileSystems;

    private HostDevices(bool isAllowed, bool canDeferStat, HashSet<ulong> processFileSystems) =>
        (_isAllowed, CanDeferStat, _processFileSystems) = (isAllowed, canDeferStat, processFileSystems);

    /// <summary>All devices can be opened.</summary>
    internal static HostDevices Allowed { get; } = new(isAllowed: true, canDeferStat: true, []);

    /// <summary>
    /// True if <c>fstat</c> can be deferred after an open, because the file type does not decide whether the open is refused: devices are
    /// allowed, or the host's mount table shows that there are none.
    /// </summary>
    internal bool CanDeferStat { get; }

    /// <summary>
    /// Refuses devices below a directory, and files of a process file system (<c>/proc</c>), which give access to the host's memory.
    /// </summary>
    internal static HostDevices RefusedBelow(DirectoryHandle directory)
    {
        MountTable? table = MountTable.ReadBelow(directory);
        return new HostDevices(isAllowed: false, table?.HasDevices == false, table?.ProcessFileSystems ?? []);
    }

    /// <summary>
    /// Caches <see cref="HostDevices.RefusedBelow"/> for a path: reads the mount table again only if the path leads to another directory.
    /// </summary>
    internal sealed class Cache
    {
        private sealed record Entry(ulong Device, ulong Inode, HostDevices Devices);

        private volatile Entry? _last;

        internal HostDevices RefusedBelow(DirectoryHandle directory)
        {
            _ = directory.GetStat(out Filestat stat);
            Entry? last = _last;
            if (last is null || (last.Device, last.Inode) != (stat.Dev, stat.Ino))
            {
                _last = last = new Entry(stat.Dev, stat.Ino, HostDevices.RefusedBelow(directory));
            }

            return last.Devices;
        }
    }

    /// <summary>True if a file must not be opened.</summary>
    internal bool Refuses(in Filestat stat) =>
        !_isAllowed
        && (stat.Filetype is Filetype.BlockDevice or Filetype.CharacterDevice
            || (stat.Filetype == Filetype.RegularFile && _processFileSystems.Contains(stat.Dev)));
}
