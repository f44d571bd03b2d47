using System.Threading;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>What all nodes of a file system in memory have in common.</summary>
/// <param name="quota">How much it may hold.</param>
/// <param name="clock">Where its files' times come from.</param>
/// <param name="device">The number that tells its files from those of other file systems.</param>
internal sealed class MemoryVolume(Quota quota, WasiClock clock, ulong device = 1)
{
    private ulong _inodes;

    internal Quota Quota => quota;

    internal ulong Device => device;

    /// <summary>Held while names change hands: one lock for all directories, so that a rename needs no order among them.</summary>
    internal Lock NamesLock { get; } = new();

    internal ulong Now => clock.GetTime(Clockid.Realtime, out ulong time) == Errno.Success ? time : 0;

    internal ulong NextInode() => Interlocked.Increment(ref _inodes);
}
