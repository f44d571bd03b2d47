using System;

namespace Witx.Bindings.Wasi;

/// <summary>Where a path led: the directory that holds its last name. One verb on it does the rest.</summary>
internal ref struct Resolution
{
    /// <summary>The directory that holds the name.</summary>
    internal DirectoryInode Directory;

    /// <summary>Whether <see cref="Directory"/> was opened on the way and goes with this.</summary>
    internal bool OwnsDirectory;

    /// <summary>The last name; <c>.</c> where the path is the directory itself.</summary>
    internal ReadOnlySpan<byte> Name;

    /// <summary>Whether the path ended in a slash or a dot: anything but a directory is <c>notdir</c>.</summary>
    internal bool MustBeDirectory;

    /// <summary>The mount that it lies in; set by the caller to the one that the path starts in.</summary>
    internal Mount? Mount;

    internal readonly void Dispose()
    {
        if (OwnsDirectory)
        {
            Directory.Closed();
        }
    }
}
