using System;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Nodes;

/// <summary>A copy of the entries of a directory of the embedder.</summary>
/// <param name="directory">The directory.</param>
/// <param name="volume">The file system.</param>
internal sealed class NodeListing(WasiDirectoryNode directory, NodeVolume volume) : SnapshotListing
{
    protected override Errno Fill()
    {
        Add("."u8, volume.GetInode(directory), Filetype.Directory);
        Add(".."u8, volume.GetInode(directory.Parent ?? directory), Filetype.Directory);
        foreach (WasiDirectoryEntry entry in directory.List())
        {
            ReadOnlySpan<byte> name = entry.NameBytes.Span;
            if (name.IsEmpty || name.Length > PathLimits.MaxNameLength || name.ContainsAny((byte)'/', (byte)0))
            {
                throw new InvalidOperationException(
                    $"'{directory.GetType()}.{nameof(WasiDirectoryNode.List)}' returned an entry whose name is not a path component.");
            }

            if (!TryAdd(name, GetInode(entry), entry.Filetype))
            {
                break;
            }
        }

        return Errno.Success;
    }

    private ulong GetInode(WasiDirectoryEntry entry) => entry.InodeNumber is not 0 and var number ? number
        : directory.TryGet(entry.NameBytes.Span, out WasiNode? node) ? volume.GetInode(node)
        : 0;
}
