using System;
using Witx.Bindings.Wasi.Platform.Portable;
using Witx.Bindings.Wasi.Platform.Unix;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>
/// An open directory of the host. Operations that take a name accept one path component, never <c>..</c>, and do not follow symbolic links;
/// <c>.</c> is the directory itself. Operations that take a path need a kernel that confines the resolution to the directory; elsewhere
/// they return <c>Errno.Nosys</c> (ENOSYS).
/// </summary>
internal abstract class DirectoryHandle : IDisposable
{
    /// <summary>Opens a directory by a path of the embedder. Symbolic links are followed.</summary>
    internal static Errno Open(string path, out DirectoryHandle? directory) =>
        OperatingSystem.IsWindows() ? PortableDirectory.Open(path, out directory) : UnixDirectory.Open(path, out directory);

    public abstract void Dispose();

    /// <summary>Returns the attributes of the directory (<c>fstat</c>).</summary>
    internal abstract Errno GetStat(out Filestat stat);

    /// <summary>Sets the timestamps of the directory (<c>futimens</c>).</summary>
    internal abstract Errno SetTimes(FileTimes times);

    /// <summary>Writes the entries of the directory to the disk (<c>fsync</c>).</summary>
    internal abstract Errno Sync();

    /// <summary>Opens or creates an entry (<c>openat</c>).</summary>
    /// <param name="name">The name of the entry.</param>
    /// <param name="open">The options. A symbolic link is <c>Errno.Loop</c> (ELOOP).</param>
    /// <param name="handle">A <see cref="DirectoryHandle"/> or a <see cref="HostHandle"/>.</param>
    /// <param name="stat">The attributes of the entry.</param>
    internal abstract Errno OpenEntry(ReadOnlySpan<byte> name, HostOpen open, out IDisposable? handle, out Filestat stat);

    /// <summary>Opens a subdirectory only to resolve further path components below it (<c>O_PATH</c>).</summary>
    /// <returns><c>Errno.Notdir</c> (ENOTDIR) if the entry is not a directory, for example a symbolic link.</returns>
    internal abstract Errno OpenForTraversal(ReadOnlySpan<byte> name, out DirectoryHandle? directory);

    /// <summary>Returns the attributes of an entry (<c>fstatat</c>).</summary>
    internal abstract Errno GetEntryStat(ReadOnlySpan<byte> name, out Filestat stat);

    /// <summary>Sets the timestamps of an entry (<c>utimensat</c>).</summary>
    internal abstract Errno SetEntryTimes(ReadOnlySpan<byte> name, FileTimes times);

    /// <summary>Reads the target of a symbolic link, truncated to the buffer (<c>readlinkat</c>).</summary>
    /// <returns><c>Errno.Inval</c> (EINVAL) if the entry is not a symbolic link.</returns>
    internal abstract Errno ReadLink(ReadOnlySpan<byte> name, Span<byte> target, out int length);

    /// <summary>Creates a directory (<c>mkdirat</c>).</summary>
    internal abstract Errno CreateDirectory(ReadOnlySpan<byte> name);

    /// <summary>Creates a symbolic link (<c>symlinkat</c>).</summary>
    internal abstract Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target);

    /// <summary>Removes an empty directory (<c>unlinkat</c> with <c>AT_REMOVEDIR</c>).</summary>
    internal abstract Errno RemoveDirectory(ReadOnlySpan<byte> name);

    /// <summary>Removes an entry other than a directory (<c>unlinkat</c>).</summary>
    internal abstract Errno RemoveFile(ReadOnlySpan<byte> name);

    /// <summary>Creates a hard link (<c>linkat</c>).</summary>
    internal abstract Errno Link(ReadOnlySpan<byte> name, DirectoryHandle newDirectory, ReadOnlySpan<byte> newName);

    /// <summary>Renames an entry (<c>renameat</c>).</summary>
    internal abstract Errno Rename(ReadOnlySpan<byte> name, DirectoryHandle newDirectory, ReadOnlySpan<byte> newName);

    /// <summary>Creates a listing of the entries with a position of its own.</summary>
    internal abstract DirectoryListing List();

    /// <summary>Returns the absolute path of the directory without symbolic links, or null where the system cannot report it.</summary>
    internal virtual string? GetRealPath() => null;

    /// <summary>Opens or creates a file by a path that cannot leave the directory (<c>openat2</c>).</summary>
    /// <param name="path">The path, relative to the directory.</param>
    /// <param name="open">The options.</param>
    /// <param name="noSymlinks">True to fail with <c>Errno.Loop</c> (ELOOP) instead of following a symbolic link.</param>
    /// <param name="handle">A <see cref="DirectoryHandle"/> or a <see cref="HostHandle"/>.</param>
    /// <param name="stat">The attributes of the file, or the default value with <see cref="HostOpen.DeferStat"/>.</param>
    internal virtual Errno OpenBeneath(ReadOnlySpan<byte> path, HostOpen open, bool noSymlinks, out IDisposable? handle, out Filestat stat)
    {
        (handle, stat) = (null, default);
        return Errno.Nosys;
    }

    /// <summary>Opens a directory by a path, only to resolve further path components below it.</summary>
    internal virtual Errno OpenForTraversalBeneath(ReadOnlySpan<byte> path, bool noSymlinks, out DirectoryHandle? directory)
    {
        directory = null;
        return Errno.Nosys;
    }

    /// <summary>Returns the attributes of a file by a path.</summary>
    internal virtual Errno GetStatBeneath(ReadOnlySpan<byte> path, bool follow, bool noSymlinks, out Filestat stat)
    {
        stat = default;
        return Errno.Nosys;
    }
}
