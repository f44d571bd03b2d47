using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs.Paths;

namespace Witx.Bindings.Wasi.Vfs.Overlay;

/// <summary>A place in the tree below an overlay, found anew by its path each time: an overlay holds nothing open that no guest has open.</summary>
/// <param name="Tree">The first directory of the tree.</param>
/// <param name="Path">The path there.</param>
internal readonly record struct LowerPath(DirectoryInode Tree, byte[] Path)
{
    private PathBase Start => new(Tree);

    internal LowerPath Below(ReadOnlySpan<byte> name) => this with { Path = [.. Path, (byte)'/', .. name] };

    internal Errno GetStat(out Filestat stat) => PathOperations.GetStat(Start, Path, follow: false, out stat);

    internal Errno ReadLink(Span<byte> target, out int length) => PathOperations.ReadLink(Start, Path, target, out length);

    internal Errno Open(HostOpen open, out Inode? inode) => PathOperations.Open(Start, Path, open | HostOpen.Read | HostOpen.OnReadOnlyMount, out inode, out _);
}
