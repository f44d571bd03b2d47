using System;
using Witx.Bindings.Wasi.Interop;

namespace Witx.Bindings.Wasi;

/// <summary>A place in the tree below an overlay, found anew by its path each time: an overlay holds nothing open that no guest has open.</summary>
/// <param name="Tree">The first directory of the tree.</param>
/// <param name="Path">The path there.</param>
internal readonly record struct LowerPlace(DirectoryInode Tree, byte[] Path)
{
    private PathStart Start => new(Tree);

    internal LowerPlace Below(ReadOnlySpan<byte> name) => this with { Path = [.. Path, (byte)'/', .. name] };

    internal Errno GetStat(out Filestat stat) => Paths.GetStat(Start, Path, follow: false, out stat);

    internal Errno ReadLink(Span<byte> target, out int length) => Paths.ReadLink(Start, Path, target, out length);

    internal Errno Open(HostOpen open, out Inode? inode) => Paths.Open(Start, Path, open | HostOpen.Read | HostOpen.Fixed, out inode, out _);
}
