using System;
using System.Buffers;
using Witx.Bindings.Wasi.Vfs.Mounts;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>Where a path led: the directory that holds its last name. One verb on it does the rest.</summary>
internal ref struct ResolvedPath
{
    /// <summary>The directory that holds the name.</summary>
    internal DirectoryInode Directory;

    /// <summary>Whether <see cref="Directory"/> was opened on the way and goes with this.</summary>
    internal bool OwnsDirectory;

    /// <summary>The last name; <c>.</c> where the path is the directory itself.</summary>
    internal ReadOnlySpan<byte> Name;

    /// <summary>The rented array that <see cref="Name"/> lies in, if it does not lie in the path.</summary>
    internal byte[]? Text;

    /// <summary>Whether the path, or the last link on it, ended in a slash: anything but a directory is <c>notdir</c>.</summary>
    internal bool MustBeDirectory;

    /// <summary>Whether the path names a mount point or a directory above one, which cannot be renamed or removed. <see cref="Name"/> is then <c>.</c>.</summary>
    internal bool IsPoint;

    /// <summary>The mount that it lies in; set by the caller to the one that the path starts in.</summary>
    internal Mount? Mount;

    /// <summary>Where absolute links go on; set by the caller. Without one they are <c>perm</c>.</summary>
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
