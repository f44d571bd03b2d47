using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace Witx.Bindings.Wasi.Platform.Portable;

/// <summary>
/// Operations on open files by <c>System.IO</c>, for Windows. Each buffer is a call of its own, because Windows has no vectored calls.
/// </summary>
internal static class PortableFile
{
    internal static Errno Open(string path, HostOpen open, out SafeFileHandle? file)
    {
        FileMode mode = (open & (HostOpen.Create | HostOpen.Exclusive | HostOpen.Truncate)) switch
        {
            HostOpen.None or HostOpen.Exclusive => FileMode.Open,
            HostOpen.Create => FileMode.OpenOrCreate,
            HostOpen.Truncate or (HostOpen.Truncate | HostOpen.Exclusive) => FileMode.Truncate,
            HostOpen.Create | HostOpen.Truncate => FileMode.Create,
            _ => FileMode.CreateNew,
        };
        FileAccess access = (open & (HostOpen.Read | HostOpen.Write)) switch
        {
            HostOpen.Write => FileAccess.Write,
            HostOpen.Read | HostOpen.Write => FileAccess.ReadWrite,
            _ => FileAccess.Read,
        };
        FileOptions options = (open & (HostOpen.Sync | HostOpen.DataSync)) != 0 ? FileOptions.WriteThrough : FileOptions.None;
        SafeFileHandle? opened = null;
        Errno error = PortableErrno.Try(
            path,
            path => opened = File.OpenHandle(path, mode, access, FileShare.ReadWrite | FileShare.Delete, options));
        file = opened;
        return error;
    }

    internal static Errno ReadAt(SafeFileHandle file, in IoVectors vectors, ulong offset, out uint count)
    {
        count = 0;
        try
        {
            for (int i = 0; i < vectors.Count; i++)
            {
                Span<byte> buffer = vectors[i];
                int read = RandomAccess.Read(file, buffer, (long)offset + count);
                count += (uint)read;
                if (read < buffer.Length)
                {
                    break;
                }
            }

            return Errno.Success;
        }
        catch (Exception thrown) when (PortableErrno.FromException(thrown) is Errno error and not Errno.Success)
        {
            return count > 0 ? Errno.Success : error;
        }
    }

    internal static Errno WriteAt(SafeFileHandle file, in IoVectors vectors, ulong offset, out uint count)
    {
        count = 0;
        try
        {
            for (int i = 0; i < vectors.Count; i++)
            {
                RandomAccess.Write(file, vectors[i], (long)offset + count);
                count += (uint)vectors[i].Length;
            }

            return Errno.Success;
        }
        catch (Exception thrown) when (PortableErrno.FromException(thrown) is Errno error and not Errno.Success)
        {
            return count > 0 ? Errno.Success : error;
        }
    }

    internal static Errno Append(SafeFileHandle file, in IoVectors vectors, out uint count, out ulong end)
    {
        count = 0;
        end = 0;
        Errno error = GetStat(file, out Filestat stat);
        if (error == Errno.Success)
        {
            error = WriteAt(file, vectors, stat.Size, out count);
            end = stat.Size + count;
        }

        return error;
    }

    /// <summary>Returns the size and the timestamps. Device, inode number and link count are those of the open.</summary>
    internal static Errno GetStat(SafeFileHandle file, out Filestat stat)
    {
        Filestat found = default;
        Errno error = PortableErrno.Try(file, file =>
        {
            ulong modified = PortableStat.ToTimestamp(File.GetLastWriteTimeUtc(file));
            ulong accessed = PortableStat.ToTimestamp(File.GetLastAccessTimeUtc(file));
            found = new Filestat(0, 0, Filetype.RegularFile, 1, (ulong)RandomAccess.GetLength(file), accessed, modified, modified);
        });
        stat = found;
        return error;
    }

    internal static Errno SetSize(SafeFileHandle file, ulong size) =>
        PortableErrno.Try((file, size), static set => RandomAccess.SetLength(set.file, (long)set.size));

    internal static Errno SetTimes(SafeFileHandle file, FileTimes times) => PortableErrno.Try((file, times), static set =>
    {
        (SafeFileHandle file, FileTimes times) = set;
        if ((times.Changes & (Fstflags.Atim | Fstflags.AtimNow)) != 0)
        {
            File.SetLastAccessTimeUtc(file, PortableStat.ToTime(times.Accessed, times.Changes.HasFlag(Fstflags.AtimNow)));
        }

        if ((times.Changes & (Fstflags.Mtim | Fstflags.MtimNow)) != 0)
        {
            File.SetLastWriteTimeUtc(file, PortableStat.ToTime(times.Modified, times.Changes.HasFlag(Fstflags.MtimNow)));
        }
    });

    /// <summary>Flushes to the disk. On Windows <c>System.IO</c> reports a failure; on a Unix it ignores it.</summary>
    internal static Errno Sync(SafeFileHandle file) => PortableErrno.Try(file, RandomAccess.FlushToDisk);

    /// <summary>Renames a file or directory. At most a file exists at the new path, and is replaced.</summary>
    internal static void Move(string path, string newPath)
    {
        if (!File.GetAttributes(path).HasFlag(FileAttributes.Directory))
        {
            File.Move(path, newPath, overwrite: true);
            return;
        }

        if (File.Exists(newPath))
        {
            Delete(newPath);
        }

        Directory.Move(path, newPath);
    }

    /// <summary>Removes a file or a symbolic link. On Windows a link to a directory is removed as a directory.</summary>
    internal static void Delete(string path)
    {
        if (OperatingSystem.IsWindows() && File.GetAttributes(path).HasFlag(FileAttributes.Directory))
        {
            Directory.Delete(path);
        }
        else
        {
            File.Delete(path);
        }
    }
}
