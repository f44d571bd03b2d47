using System.Collections.Generic;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>Removes a directory with everything below it. Not recursive: a guest chooses the depth of a tree.</summary>
internal static class TreeRemoval
{
    /// <summary>Removes an entry. A symbolic link is removed itself.</summary>
    internal static Errno Run(DirectoryInode parent, byte[] name)
    {
        Errno error = parent.GetStat(name, out Filestat stat);
        if (error != Errno.Success || stat.Filetype != Filetype.Directory)
        {
            return error == Errno.Success ? parent.RemoveFile(name) : error;
        }

        Stack<(DirectoryInode Directory, byte[] Name, Queue<byte[]> Names)> levels = [];
        DirectoryInode current = parent;
        try
        {
            error = Enter(levels, parent, name);
            while (error == Errno.Success && levels.TryPeek(out (DirectoryInode Directory, byte[] Name, Queue<byte[]> Names) level))
            {
                current = level.Directory;
                if (level.Names.TryDequeue(out byte[]? child))
                {
                    error = current.GetStat(child, out stat);
                    error = error != Errno.Success ? error
                        : stat.Filetype == Filetype.Directory ? Enter(levels, current, child)
                        : current.RemoveFile(child);
                    continue;
                }

                _ = levels.Pop();
                current.Close();
                DirectoryInode above = levels.TryPeek(out (DirectoryInode Directory, byte[] Name, Queue<byte[]> Names) next)
                    ? next.Directory
                    : parent;
                error = above.RemoveDirectory(level.Name);
            }

            return error;
        }
        finally
        {
            while (levels.TryPop(out (DirectoryInode Directory, byte[] Name, Queue<byte[]> Names) level))
            {
                level.Directory.Close();
            }
        }
    }

    private static Errno Enter(
        Stack<(DirectoryInode Directory, byte[] Name, Queue<byte[]> Names)> levels, DirectoryInode parent, byte[] name)
    {
        Errno error = parent.Open(name, Platform.HostOpen.Read | Platform.HostOpen.Directory, out Inode? inode);
        if (error == Errno.Success)
        {
            DirectoryInode directory = (DirectoryInode)inode!;
            levels.Push((directory, name, DirectoryNames.Read(directory)));
        }

        return error;
    }
}
