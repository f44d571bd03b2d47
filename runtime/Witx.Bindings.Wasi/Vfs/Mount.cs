using System.Threading;
using Witx.Bindings.Wasi.Vfs.ReadOnly;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>A directory at a guest path. Every file that is opened below it refers to it.</summary>
/// <param name="guestPath">The guest path in UTF-8.</param>
/// <param name="directory">The directory.</param>
/// <param name="readOnly">True if operations that change it fail with <c>Errno.Perm</c> (EPERM).</param>
internal sealed class Mount(byte[] guestPath, DirectoryInode directory, bool readOnly = false)
{
    private DirectoryInode _directory = readOnly ? new ReadOnlyDirectory(directory) : directory;

    internal byte[] GuestPath => guestPath;

    /// <summary>The directory, or a read-only view of it if the mount is read-only.</summary>
    internal DirectoryInode Directory => Volatile.Read(ref _directory);

    internal bool IsReadOnly => readOnly;

    /// <summary>True after <see cref="Revoke"/>.</summary>
    internal bool IsRevoked => Directory is RevokedDirectory;

    /// <summary>Makes paths into the mount fail. The caller then revokes the open files below it.</summary>
    internal void Revoke() => Interlocked.Exchange(ref _directory, new RevokedDirectory()).Close();
}
