using System;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Platform.Unix;
using Witx.Bindings.Wasi.Vfs.Policies;
using Witx.Bindings.Wasi.Vfs.ReadOnly;

namespace Witx.Bindings.Wasi.Vfs.Host;

/// <summary>
/// A host file whose type is not known yet: <c>fstat</c> is deferred until the type matters. Nearly always it is a regular file, which the
/// guest reads or writes and closes, so this saves a system call for each open.
/// </summary>
/// <remarks>Reads and writes at offsets are safe before: the host refuses them for other types, and no call on the handle blocks.</remarks>
/// <param name="directory">The directory below which the file was opened.</param>
/// <param name="handle">The host's handle. The inode of any other type closes it as well.</param>
/// <param name="mode">The options of the open.</param>
internal sealed class DeferredStatFile(HostDirectory directory, HostHandle handle, HostOpen mode) : HostFile(handle)
{
    private Inode? _resolved;

    /// <summary>Calls <c>fstat</c> once.</summary>
    /// <returns>
    /// The inode of the file type that it reports: <paramref name="opened"/> for a regular file, or if <c>fstat</c> fails.
    /// </returns>
    internal Inode ResolveType(FileInode opened)
    {
        if (Volatile.Read(ref _resolved) is null)
        {
            try
            {
                _ = GetStat(opened, out _);
            }
            catch (ObjectDisposedException)
            {
                // Another thread closed the descriptor.
            }
        }

        return Volatile.Read(ref _resolved) ?? opened;
    }

    internal Errno GetStat(FileInode opened, out Filestat stat)
    {
        lock (this)
        {
            Errno error = GetStat(out stat);
            if (error == Errno.Success && _resolved is null)
            {
                Volatile.Write(ref _resolved, CreateInode(opened, stat));
            }

            return error;
        }
    }

    private Inode CreateInode(FileInode opened, in Filestat stat)
    {
        if (stat.Filetype is Filetype.RegularFile or Filetype.BlockDevice)
        {
            opened.SetDeferredStat(stat);
            return opened;
        }

        Inode inode = directory.CreateInode(UnixDirectory.CreateHandle(Handle, stat), stat, mode);
        if (inode is not DirectoryInode found)
        {
            return inode;
        }

        found = mode.HasFlag(HostOpen.OnReadOnlyMount) ? new ReadOnlyDirectory(found) : found;
        return opened.PolicyPath is { } path ? new PolicyDirectory(found, path) : found;
    }
}
