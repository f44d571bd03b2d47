using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs.Paths;

namespace Witx.Bindings.Wasi.Vfs.Overlay;

/// <summary>A path in the lower tree of an overlay.</summary>
/// <remarks>
/// Each operation resolves the path again, so that the overlay keeps no host descriptor open for a file that no guest has open.
/// </remarks>
/// <param name="Tree">The root directory of the lower tree.</param>
/// <param name="Path">The path from the root directory, in UTF-8.</param>
internal readonly record struct LowerPath(DirectoryInode Tree, byte[] Path)
{
    private PathBase Start => new(Tree);

    /// <summary>Returns the path of an entry of this directory.</summary>
    internal LowerPath GetChild(ReadOnlySpan<byte> name) => this with { Path = [.. Path, (byte)'/', .. name] };

    /// <summary>Gets the attributes of the file, without following a symbolic link at the end of the path.</summary>
    internal Errno GetStat(out Filestat stat) => PathOperations.GetStat(Start, Path, follow: false, out stat);

    /// <summary>Reads the target of the symbolic link, truncated to the buffer.</summary>
    internal Errno ReadLink(Span<byte> target, out int length) => PathOperations.ReadLink(Start, Path, target, out length);

    /// <summary>Opens the file for reading.</summary>
    internal Errno Open(HostOpen open, out Inode? inode) =>
        PathOperations.Open(Start, Path, open | HostOpen.Read | HostOpen.OnReadOnlyMount, out inode, out _);
}
