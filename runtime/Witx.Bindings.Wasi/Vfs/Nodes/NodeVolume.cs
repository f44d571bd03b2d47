using System.Runtime.CompilerServices;
using System.Threading;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Nodes;

/// <summary>The state that all inodes of one file system of the embedder share. Thread-safe.</summary>
/// <param name="numbers">The inode numbers of nodes that have none of their own.</param>
/// <param name="clock">The clock for file times that a guest sets to the current time.</param>
/// <param name="ledger">The account of the process for host memory, or null to charge nothing.</param>
internal sealed class NodeVolume(NodeVolume.Numbers numbers, WasiClock clock, ResourceLedger? ledger)
{
    private const ulong Device = 3;

    // Numbers of the embedder's nodes are usually small.
    private const ulong FirstNumber = 1UL << 62;

    /// <summary>The account of the process for host memory, or null.</summary>
    internal ResourceLedger? Ledger => ledger;

    /// <summary>True if a node of another volume can be in the same file system.</summary>
    internal bool IsSame(NodeVolume other) => numbers == other.FileSystem;

    private Numbers FileSystem => numbers;

    /// <summary>Returns the attributes of a node.</summary>
    internal Filestat GetStat(WasiNode node)
    {
        (Filetype filetype, ulong length) = node switch
        {
            WasiDirectoryNode => (Filetype.Directory, 0UL),
            WasiFileNode file => (Filetype.RegularFile, file.Length),
            WasiLinkNode link => (Filetype.SymbolicLink, (ulong)link.Target.Length),
            _ => (Filetype.Unknown, 0UL),
        };
        WasiNodeTimes times = node.Times;
        return new Filestat(
            Device, GetInode(node), filetype, node.LinkCount, length, times.Accessed, times.Modified, times.Changed);
    }

    /// <summary>Returns the inode number of a node.</summary>
    internal ulong GetInode(WasiNode node) => node.InodeNumber is not 0 and var number ? number : numbers.Get(node);

    /// <summary>Sets the times of a node, as a guest requests it.</summary>
    internal Errno SetTimes(WasiNode node, FileTimes times) => node.SetTimes(
        GetTime(times.Accessed, times.Changes.HasFlag(Fstflags.Atim), times.Changes.HasFlag(Fstflags.AtimNow)),
        GetTime(times.Modified, times.Changes.HasFlag(Fstflags.Mtim), times.Changes.HasFlag(Fstflags.MtimNow)));

    private ulong? GetTime(ulong given, bool isSet, bool isNow) =>
        isNow ? clock.GetTime(Clockid.Realtime, out ulong now) == Errno.Success ? now : 0
        : isSet ? given
        : null;

    /// <summary>Numbers the nodes of one file system.</summary>
    internal sealed class Numbers
    {
        private readonly ConditionalWeakTable<WasiNode, StrongBox<ulong>> _numbers = [];
        private ulong _last = FirstNumber;

        internal ulong Get(WasiNode node) =>
            _numbers.GetValue(node, _ => new StrongBox<ulong>(Interlocked.Increment(ref _last))).Value;
    }
}
