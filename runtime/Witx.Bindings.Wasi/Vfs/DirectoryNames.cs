using System.Collections.Generic;
using System.IO;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>Reads the names in a directory for the embedder.</summary>
internal static class DirectoryNames
{
    /// <summary>Returns the names without <c>.</c> and <c>..</c>.</summary>
    /// <exception cref="IOException">The directory cannot be listed.</exception>
    internal static Queue<byte[]> Read(DirectoryInode directory)
    {
        Queue<byte[]> names = [];
        foreach (WasiDirectoryEntry entry in ReadEntries(directory))
        {
            names.Enqueue(entry.NameBytes.ToArray());
        }

        return names;
    }

    /// <summary>Returns the entries without <c>.</c> and <c>..</c>.</summary>
    /// <exception cref="IOException">The directory cannot be listed.</exception>
    internal static List<WasiDirectoryEntry> ReadEntries(DirectoryInode directory)
    {
        List<WasiDirectoryEntry> entries = [];
        DirectoryListing listing = directory.List();
        try
        {
            Errno error = listing.MoveTo(0);
            while (error == Errno.Success)
            {
                error = listing.Peek(out HostEntry entry, out bool found);
                if (error == Errno.Success && !found)
                {
                    return entries;
                }

                if (error == Errno.Success && !PathParser.IsSelf(entry.Name) && !PathParser.IsParent(entry.Name))
                {
                    entries.Add(new WasiDirectoryEntry(entry.Name.ToArray(), entry.Filetype, entry.Inode));
                }

                listing.Advance();
            }

            throw new IOException($"Cannot list the directory: {error}.");
        }
        finally
        {
            listing.Close();
        }
    }
}
