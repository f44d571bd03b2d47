using System.Threading;
using Witx.Bindings.Wasi.Vfs.ReadOnly;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>A directory under the path by which guests know it. Every file opened below it carries it.</summary>
/// <param name="guestPath">UTF-8.</param>
/// <param name="directory">The directory.</param>
/// <param name="readOnly">Whether whatever changes it is <c>perm</c>.</param>
internal sealed class Mount(byte[] guestPath, DirectoryInode directory, bool readOnly = false)
{
    private DirectoryInode _directory = readOnly ? new ReadOnlyDirectory(directory) : directory;

    internal byte[] GuestPath => guestPath;

    /// <summary>The directory; a view that cannot change it when the mount is read-only.</summary>
    internal DirectoryInode Directory => Volatile.Read(ref _directory);

    internal bool IsReadOnly => readOnly;

    /// <summary>Whether guests have lost it.</summary>
    internal bool IsRevoked => Directory is RevokedDirectory;

    /// <summary>Takes the directory away: no path leads into it any more. What is open below it is to be revoked next.</summary>
    internal void Revoke() => Interlocked.Exchange(ref _directory, new RevokedDirectory()).Close();
}
