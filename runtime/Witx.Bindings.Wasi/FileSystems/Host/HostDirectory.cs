using System;
using Witx.Bindings.Wasi.Interop;

namespace Witx.Bindings.Wasi;

/// <summary>A directory of the host, held open. Whole paths are the kernel's affair where it can confine them, else a walk.</summary>
internal sealed class HostDirectory : DirectoryInode
{
    // For tests: what every other system than Linux does, on Linux.
    private static readonly bool s_walks = AppContext.TryGetSwitch("Witx.Bindings.Wasi.WalkPaths", out bool walks) && walks;

    private readonly HostLimits? _limits;
    private readonly bool _walks;
    private readonly bool _straight;
    private readonly Filestat _born;
    private readonly DirectoryHandle _handle;
    private HostDirectory? _straightView;

    private HostDirectory(DirectoryHandle handle, in Filestat stat, HostLimits? limits, bool walks, bool straight = false) =>
        (_handle, _born, _limits, _walks, _straight) = (handle, stat, limits, walks, straight);

    internal override Filestat FileStat => _born;

    internal override DirectoryInode? Straight =>
        _walks ? null : _straightView ??= new HostDirectory(_handle, _born, _limits, walks: false, straight: true);

    internal override Errno SyncEntries() => _handle.Sync();

    /// <summary>Opens a directory for guests.</summary>
    /// <param name="path">The host's path, links followed like any program's.</param>
    /// <param name="limits">How much guests may write below it.</param>
    /// <param name="directory">The directory.</param>
    internal static Errno Open(string path, HostLimits? limits, out HostDirectory? directory)
    {
        directory = null;
        Errno error = DirectoryHandle.Open(path, out DirectoryHandle? handle);
        return error == Errno.Success ? Over(handle!, limits, s_walks, out directory) : error;
    }

    /// <summary>Gives guests a directory that is open already, and closes it with its inode.</summary>
    /// <param name="handle">The directory.</param>
    /// <param name="limits">How much guests may write below it.</param>
    /// <param name="walks">Whether paths are walked even where the kernel could resolve them.</param>
    /// <param name="directory">The inode.</param>
    internal static Errno Over(DirectoryHandle handle, HostLimits? limits, bool walks, out HostDirectory? directory)
    {
        Errno error = handle.GetStat(out Filestat stat);
        directory = error == Errno.Success ? new HostDirectory(handle, stat, limits, walks) : null;
        if (directory is null)
        {
            handle.Dispose();
        }

        return error;
    }

    internal override Errno Resolve(ReadOnlySpan<byte> path, bool follow, ref Resolution resolution)
    {
        Errno error = _walks ? Errno.Nosys : ResolveByKernel(path, follow, ref resolution);
        return error == Errno.Nosys && !_straight ? PathWalker.Resolve(this, path, follow, ref resolution) : error;
    }

    internal override Errno OpenBeneath(ReadOnlySpan<byte> path, HostOpen open, out Inode? inode)
    {
        inode = null;
        if (_walks)
        {
            return Errno.Nosys;
        }

        // Limits are kept by what is known to be a file.
        if (_limits is not null)
        {
            open &= ~HostOpen.Unasked;
        }

        Errno error = OpenNative(path, open, out IDisposable? handle, out Filestat stat);

        // Behind a link that ends in a slash the kernel complains of the slash before it looks where the link leads.
        inode = error == Errno.Success ? Adopt(handle!, stat, open) : null;
        return error == Errno.Isdir && open.HasFlag(HostOpen.Create) ? Errno.Nosys
            : error;
    }

    internal override Errno GetStatBeneath(ReadOnlySpan<byte> path, bool follow, out Filestat stat)
    {
        stat = default;
        if (_walks)
        {
            return Errno.Nosys;
        }

        if (PathText.IsEntry(path))
        {
            Errno error = _handle.GetEntryStat(path, out stat);
            if (error != Errno.Success || !follow || stat.Filetype != Filetype.SymbolicLink)
            {
                return error;
            }
        }

        return LinksLeft(_handle.GetStatBeneath(path, follow, _straight, out stat));
    }

    internal override Errno Lookup(ReadOnlySpan<byte> name, out DirectoryInode? directory)
    {
        Errno error = _handle.OpenPlace(name, out DirectoryHandle? place);
        directory = error == Errno.Success ? Place(place!) : null;
        return error;
    }

    internal override Errno Open(ReadOnlySpan<byte> name, HostOpen open, out Inode? inode)
    {
        Errno error = _handle.OpenEntry(name, open & ~(HostOpen.Follow | HostOpen.Unasked), out IDisposable? handle, out Filestat stat);
        inode = error == Errno.Success ? Adopt(handle!, stat, open) : null;
        return error;
    }

    internal override Errno GetStat(out Filestat stat) => _handle.GetStat(out stat);

    internal override Errno GetStat(ReadOnlySpan<byte> name, out Filestat stat) => _handle.GetEntryStat(name, out stat);

    internal override Errno SetTimes(FileTimes times) => _handle.SetTimes(times);

    internal override Errno SetTimes(ReadOnlySpan<byte> name, FileTimes times) => _handle.SetEntryTimes(name, times);

    internal override Errno ReadLink(ReadOnlySpan<byte> name, Span<byte> target, out int length) => _handle.ReadLink(name, target, out length);

    internal override Errno CreateDirectory(ReadOnlySpan<byte> name) => _handle.CreateDirectory(name);

    internal override Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target) => _handle.CreateLink(name, target);

    internal override Errno RemoveDirectory(ReadOnlySpan<byte> name) => _handle.RemoveDirectory(name);

    internal override Errno RemoveFile(ReadOnlySpan<byte> name) => _handle.RemoveFile(name);

    internal override Errno Link(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName) =>
        newDirectory is HostDirectory other ? _handle.Link(name, other._handle, newName) : Errno.Xdev;

    internal override Errno Rename(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName) =>
        newDirectory is HostDirectory other ? _handle.Rename(name, other._handle, newName) : Errno.Xdev;

    internal override DirectoryListing List() => _handle.List();

    internal override void Closed() => _handle.Dispose();

    /// <summary>A single name leads nowhere else unless it is a link, so that the kernel need not watch over its way.</summary>
    private Errno OpenNative(ReadOnlySpan<byte> path, HostOpen open, out IDisposable? handle, out Filestat stat)
    {
        if (PathText.IsEntry(path))
        {
            Errno error = _handle.OpenEntry(path, open & ~HostOpen.Follow, out handle, out stat);
            if (!open.HasFlag(HostOpen.Follow) || error is not (Errno.Loop or Errno.Notdir))
            {
                return error;
            }
        }

        return LinksLeft(_handle.OpenBeneath(path, open, _straight, out handle, out stat));
    }

    /// <summary>Opens the parent in one step.</summary>
    /// <returns><c>nosys</c> for what takes a walk: the kernel does not tell where a link in last place leads.</returns>
    private Errno ResolveByKernel(ReadOnlySpan<byte> path, bool follow, ref Resolution resolution)
    {
        ReadOnlySpan<byte> name = PathText.TakeLastName(path, out ReadOnlySpan<byte> parent);
        if (PathText.IsParent(name) || PathText.IsSelf(name))
        {
            parent = PathText.IsSelf(path) ? default : path;
            name = "."u8;
        }

        DirectoryHandle? place = null;
        Errno error = name.Length > PathText.MaxNameLength ? Errno.Nametoolong
            : parent.IsEmpty ? Errno.Success
            : LinksLeft(_handle.OpenPlaceBeneath(parent, _straight, out place));
        if (error != Errno.Success)
        {
            return error;
        }

        HostDirectory directory = place is null ? this : Place(place);
        if (follow && directory.GetStat(name, out Filestat stat) == Errno.Success && stat.Filetype == Filetype.SymbolicLink)
        {
            place?.Dispose();
            return Errno.Nosys;
        }

        resolution.Directory = directory;
        resolution.OwnsDirectory = place is not null;
        resolution.Name = name;
        return Errno.Success;
    }

    /// <summary>Who goes straight leaves links to a walk.</summary>
    private Errno LinksLeft(Errno error) => _straight && error == Errno.Loop ? Errno.Nosys : error;

    private HostDirectory Place(DirectoryHandle place) => new(place, default, _limits, _walks);

    /// <summary>What has no offsets is a stream, whatever directory it lies in.</summary>
    internal Inode Adopt(IDisposable handle, in Filestat stat, HostOpen open) => handle switch
    {
        DirectoryHandle directory => new HostDirectory(directory, stat, _limits, _walks),
        HostHandle file when stat.Filetype is Filetype.RegularFile or Filetype.BlockDevice => new FileInode(new HostFile(file, _limits), stat, open),
        HostHandle file when stat.Filetype == Filetype.Unknown && open.HasFlag(HostOpen.Unasked) =>
            new FileInode(new UnaskedFile(this, file, open & ~HostOpen.Unasked), default, open),
        _ => new FileInode(new HostStream((HostHandle)handle, stat.Filetype), stat, open),
    };
}
