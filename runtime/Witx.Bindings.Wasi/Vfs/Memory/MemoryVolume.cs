using System.Collections.Generic;
using System.Threading;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>The state that all nodes of a file system in memory share: quota, clock, device number and lock.</summary>
/// <param name="quota">The quota that files and entries are charged to.</param>
/// <param name="clock">The clock of the file times.</param>
/// <param name="device">The device number (<c>dev</c> of <c>filestat</c>) of its files.</param>
internal sealed class MemoryVolume(Quota quota, WasiClock clock, ulong device = 1)
{
    // The nodes of the snapshot's files and symbolic links that have several names. Used under the names lock.
    private readonly Dictionary<NodeImage, MemoryNode> _linked = [];
    private ulong _lastInode;

    /// <summary>The quota that files and entries are charged to.</summary>
    internal Quota Quota => quota;

    /// <summary>The device number.</summary>
    internal ulong Device => device;

    /// <summary>The lock over all directory entries. One lock for all directories, so that a rename does not need a lock order.</summary>
    internal Lock NamesLock { get; } = new();

    /// <summary>The time of the realtime clock in nanoseconds.</summary>
    internal ulong Now => clock.GetTime(Clockid.Realtime, out ulong time) == Errno.Success ? time : 0;

    /// <summary>The highest inode number in use. A view continues after that of its snapshot.</summary>
    internal ulong LastInode
    {
        get => Volatile.Read(ref _lastInode);
        init => _lastInode = value;
    }

    /// <summary>
    /// Finds or creates the node of a file or symbolic link of the snapshot. Call it under the <see cref="NamesLock"/>.
    /// </summary>
    internal MemoryNode GetNode(NodeImage image)
    {
        if (image.Stat.Nlink < 2)
        {
            return CreateNode(image);
        }

        if (!_linked.TryGetValue(image, out MemoryNode? node))
        {
            _linked.Add(image, node = CreateNode(image));
        }

        return node;
    }

    /// <summary>Returns a new inode number.</summary>
    internal ulong NextInode() => Interlocked.Increment(ref _lastInode);

    private MemoryNode CreateNode(NodeImage image) => image is FileImage file
        ? new MemoryFileNode(this, file)
        : new MemorySymlinkNode(this, (SymlinkImage)image);
}
