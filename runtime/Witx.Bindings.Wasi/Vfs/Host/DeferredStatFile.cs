using System;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Platform.Unix;
using Witx.Bindings.Wasi.Vfs.ReadOnly;

namespace Witx.Bindings.Wasi.Vfs.Host;

/// <summary>
/// What was opened below a directory of the host and not asked yet what it is. Nearly always it is a file, and most guests read or write it
/// and are done. That works without knowing: the system refuses offsets to whatever has none, and no call on what was opened waits. So it
/// takes one system call less.
/// </summary>
/// <param name="directory">Below which it was opened.</param>
/// <param name="handle">The host's descriptor. Whatever it turns out to be closes it as well.</param>
/// <param name="mode">How it was opened.</param>
internal sealed class DeferredStatFile(HostDirectory directory, HostHandle handle, HostOpen mode) : HostFile(handle)
{
    private Inode? _settled;

    /// <summary>The inode of its kind, each time the same: the one that was opened if it is a file, or cannot be asked.</summary>
    internal Inode Settle(FileInode opened)
    {
        if (Volatile.Read(ref _settled) is null)
        {
            try
            {
                _ = GetStat(opened, out _);
            }
            catch (ObjectDisposedException)
            {
                // Whoever asks has met the descriptor while another thread closes it.
            }
        }

        return Volatile.Read(ref _settled) ?? opened;
    }

    internal Errno GetStat(FileInode opened, out Filestat stat)
    {
        lock (this)
        {
            Errno error = GetStat(out stat);
            if (error == Errno.Success && _settled is null)
            {
                Volatile.Write(ref _settled, InodeOf(opened, stat));
            }

            return error;
        }
    }

    private Inode InodeOf(FileInode opened, in Filestat stat)
    {
        if (stat.Filetype is Filetype.RegularFile or Filetype.BlockDevice)
        {
            opened.Learn(stat);
            return opened;
        }

        Inode inode = directory.Adopt(UnixDirectory.CreateHandle(Handle, stat), stat, mode);
        return mode.HasFlag(HostOpen.OnReadOnlyMount) && inode is DirectoryInode found ? new ReadOnlyDirectory(found) : inode;
    }
}
