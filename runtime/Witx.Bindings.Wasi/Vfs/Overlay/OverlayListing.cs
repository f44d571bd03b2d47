using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs.Memory;

namespace Witx.Bindings.Wasi.Vfs.Overlay;

/// <summary>A snapshot of an overlay directory: the entries of the overlay, then the lower entries that it does not hide.</summary>
/// <param name="directory">The directory.</param>
internal sealed class OverlayListing(OverlayDirectoryNode directory) : SnapshotListing
{
    protected override Errno Fill()
    {
        lock (directory.Volume.NamesLock)
        {
            Add("."u8, directory.Inode, Filetype.Directory);
            Add(".."u8, (directory.Parent ?? directory).Inode, Filetype.Directory);
            for (ulong cookie = 0; directory.TryGetNext(cookie, out byte[]? name, out MemoryEntry? node, out cookie);)
            {
                if (node is not Whiteout)
                {
                    Add(name, node.Inode, node.Filetype);
                }
            }

            Errno error = directory.Lower.Open(HostOpen.Directory, out Inode? inode);
            if (error == Errno.Success)
            {
                error = TakeLower(((DirectoryInode)inode!).List());
                inode.Close();
            }

            return error;
        }
    }

    private Errno TakeLower(DirectoryListing lower)
    {
        Errno error = lower.MoveTo(0);
        while (error == Errno.Success)
        {
            error = lower.Peek(out HostEntry entry, out bool found);
            if (!found)
            {
                break;
            }

            if (!PathParser.IsSelf(entry.Name) && !PathParser.IsParent(entry.Name) && !directory.Hides(entry.Name))
            {
                Add(entry.Name, entry.Inode, entry.Filetype);
            }

            lower.Advance();
        }

        return error;
    }
}
