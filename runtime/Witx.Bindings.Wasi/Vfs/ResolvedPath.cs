using System;
using System.Buffers;
using Witx.Bindings.Wasi.Vfs.Mounts;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>The result of a path resolution: the directory that contains the last component, and that component.</summary>
internal ref struct ResolvedPath
{
    /// <summary>The directory that contains the last component.</summary>
    internal DirectoryInode Directory;

    /// <summary>True if the resolution opened <see cref="Directory"/>, so that <see cref="Dispose"/> closes it.</summary>
    internal bool OwnsDirectory;

    /// <summary>The last component; <c>.</c> if the path names the directory itself.</summary>
    internal ReadOnlySpan<byte> Name;

    /// <summary>The rented array that contains <see cref="Name"/> if the path does not contain it, or null.</summary>
    internal byte[]? Text;

    /// <summary>
    /// True if the path or its last symbolic link had a trailing slash, so that another file type is <c>Errno.Notdir</c> (ENOTDIR).
    /// </summary>
    internal bool MustBeDirectory;

    /// <summary>
    /// True if the path names a mount point or a directory above one, which cannot be renamed or removed. <see cref="Name"/> is then
    /// <c>.</c>.
    /// </summary>
    internal bool IsPoint;

    /// <summary>The mount that contains the directory. The caller sets it to the mount in which the path starts.</summary>
    internal Mount? Mount;

    /// <summary>
    /// The directory from which absolute links are resolved, set by the caller. If it is null, they fail with <c>Errno.Perm</c> (EPERM).
    /// </summary>
    internal MountTreeDirectory? Root;

    internal readonly void Dispose()
    {
        if (OwnsDirectory)
        {
            Directory.Close();
        }

        if (Text is not null)
        {
            ArrayPool<byte>.Shared.Return(Text);
        }
    }
}
