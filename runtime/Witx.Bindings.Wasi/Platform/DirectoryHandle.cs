using System;
using Witx.Bindings.Wasi.Platform.Portable;
using Witx.Bindings.Wasi.Platform.Unix;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>
/// A directory of the host, held open. Its verbs take one name, which is never <c>..</c> and holds no separator, and follow no link;
/// <c>.</c> is the directory itself. The verbs that take a path are the ones a kernel can confine; where it cannot they answer <c>nosys</c>.
/// </summary>
internal abstract class DirectoryHandle : IDisposable
{
    /// <summary>Opens the directory that an embedder names, following links like any program.</summary>
    internal static Errno Open(string path, out DirectoryHandle? directory) =>
        OperatingSystem.IsWindows() ? PortableDirectory.Open(path, out directory) : UnixDirectory.Open(path, out directory);

    public abstract void Dispose();

    internal abstract Errno GetStat(out Filestat stat);

    internal abstract Errno SetTimes(FileTimes times);

    internal abstract Errno Sync();

    /// <summary>Opens or creates an entry.</summary>
    /// <param name="name">The entry.</param>
    /// <param name="open">How. A link is <c>loop</c>.</param>
    /// <param name="handle">A <see cref="DirectoryHandle"/> or a <see cref="HostHandle"/>.</param>
    /// <param name="stat">What it is.</param>
    internal abstract Errno OpenEntry(ReadOnlySpan<byte> name, HostOpen open, out IDisposable? handle, out Filestat stat);

    /// <summary>Opens a directory as a place to go on from, which is all that it serves for.</summary>
    /// <returns><c>notdir</c> for anything else, links included.</returns>
    internal abstract Errno OpenForTraversal(ReadOnlySpan<byte> name, out DirectoryHandle? place);

    internal abstract Errno GetEntryStat(ReadOnlySpan<byte> name, out Filestat stat);

    internal abstract Errno SetEntryTimes(ReadOnlySpan<byte> name, FileTimes times);

    /// <summary>Reads as much of a link's target as there is room for.</summary>
    /// <returns><c>inval</c> when the entry is no link.</returns>
    internal abstract Errno ReadLink(ReadOnlySpan<byte> name, Span<byte> target, out int length);

    internal abstract Errno CreateDirectory(ReadOnlySpan<byte> name);

    internal abstract Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target);

    internal abstract Errno RemoveDirectory(ReadOnlySpan<byte> name);

    internal abstract Errno RemoveFile(ReadOnlySpan<byte> name);

    internal abstract Errno Link(ReadOnlySpan<byte> name, DirectoryHandle newDirectory, ReadOnlySpan<byte> newName);

    internal abstract Errno Rename(ReadOnlySpan<byte> name, DirectoryHandle newDirectory, ReadOnlySpan<byte> newName);

    /// <summary>A listing of the entries, with a position of its own.</summary>
    internal abstract DirectoryListing List();

    /// <summary>Gets the absolute path of the directory without links, or null where the system cannot tell.</summary>
    internal virtual string? GetRealPath() => null;

    /// <summary>Opens or creates what is at the end of a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="open">How.</param>
    /// <param name="straight">Whether a link on the way, or at its end where it would be followed, is <c>loop</c>.</param>
    /// <param name="handle">A <see cref="DirectoryHandle"/> or a <see cref="HostHandle"/>.</param>
    /// <param name="stat">What it is, unless that was left <see cref="HostOpen.DeferStat"/>.</param>
    internal virtual Errno OpenBeneath(ReadOnlySpan<byte> path, HostOpen open, bool straight, out IDisposable? handle, out Filestat stat)
    {
        (handle, stat) = (null, default);
        return Errno.Nosys;
    }

    /// <summary>Opens the directory at the end of a path as a place to go on from.</summary>
    internal virtual Errno OpenForTraversalBeneath(ReadOnlySpan<byte> path, bool straight, out DirectoryHandle? place)
    {
        place = null;
        return Errno.Nosys;
    }

    /// <summary>What is at the end of a path.</summary>
    internal virtual Errno GetStatBeneath(ReadOnlySpan<byte> path, bool follow, bool straight, out Filestat stat)
    {
        stat = default;
        return Errno.Nosys;
    }
}
