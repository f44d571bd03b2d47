using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs.Memory;

namespace Witx.Bindings.Wasi.Vfs.Overlay;

/// <summary>The names of an overlay's directory: those given there, and those below that it does not hide.</summary>
internal sealed class OverlayListing(OverlayDirectoryNode folder) : SnapshotListing
{
    protected override Errno Take()
    {
        lock (folder.Volume.NamesLock)
        {
            Add("."u8, folder.Inode, Filetype.Directory);
            Add(".."u8, (folder.Parent ?? folder).Inode, Filetype.Directory);
            for (ulong cookie = 0; folder.TryGetNext(cookie, out byte[]? name, out MemoryNode? node, out cookie);)
            {
                if (node is not Whiteout)
                {
                    Add(name, node.Inode, node.Filetype);
                }
            }

            Errno error = folder.Lower.Open(HostOpen.Directory, out Inode? inode);
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

            if (!PathParser.IsSelf(entry.Name) && !PathParser.IsParent(entry.Name) && !folder.Hides(entry.Name))
            {
                Add(entry.Name, entry.Inode, entry.Filetype);
            }

            lower.Advance();
        }

        return error;
    }
}
