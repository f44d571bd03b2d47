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
    private ulong _lastInode;

    /// <summary>The quota that files and entries are charged to.</summary>
    internal Quota Quota => quota;

    /// <summary>The device number.</summary>
    internal ulong Device => device;

    /// <summary>The lock over all directory entries. One lock for all directories, so that a rename does not need a lock order.</summary>
    internal Lock NamesLock { get; } = new();

    /// <summary>The time of the realtime clock in nanoseconds.</summary>
    internal ulong Now => clock.GetTime(Clockid.Realtime, out ulong time) == Errno.Success ? time : 0;

    /// <summary>Returns a new inode number.</summary>
    internal ulong NextInode() => Interlocked.Increment(ref _lastInode);
}
