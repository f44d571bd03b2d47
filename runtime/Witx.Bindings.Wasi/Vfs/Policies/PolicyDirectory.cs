using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs.Paths;

namespace Witx.Bindings.Wasi.Vfs.Policies;

/// <summary>
/// A view of a directory, and of everything below it, that calls the file policy of the mount before each operation. Its path contains no
/// symbolic links, because <see cref="PathWalker"/> resolves them component by component over such views.
/// </summary>
internal sealed class PolicyDirectory : DirectoryInode
{
    // Everything that a second path of a file may allow.
    private const WasiFileAccess Full = WasiFileAccess.Inspect | WasiFileAccess.Read | WasiFileAccess.Write | WasiFileAccess.SetTimes;

    private readonly DirectoryInode _directory;
    private readonly PolicyPath _path;
    private readonly bool _isNoSymlinksView;
    private PolicyDirectory? _noSymlinksView;

    /// <param name="directory">The directory, which the view owns.</param>
    /// <param name="path">The path of the directory below the mount.</param>
    internal PolicyDirectory(DirectoryInode directory, PolicyPath path)
        : this(directory, path, isNoSymlinksView: false)
    {
    }

    private PolicyDirectory(DirectoryInode directory, PolicyPath path, bool isNoSymlinksView) =>
        (_directory, _path, _isNoSymlinksView) = (directory, path, isNoSymlinksView);

    internal override Filestat FileStat => _directory.FileStat;

    internal override bool IsOnHost => _directory.IsOnHost;

    internal override DirectoryInode? NoSymlinksView =>
        _isNoSymlinksView ? this
        : _noSymlinksView ??= _directory.NoSymlinksView is { } view ? new PolicyDirectory(view, _path, isNoSymlinksView: true) : null;

    /// <summary>The directory as it resolves paths without symbolic links, or null if it cannot.</summary>
    private DirectoryInode? DirectoryWithoutSymlinks => _isNoSymlinksView ? _directory : _directory.NoSymlinksView;

    internal override Errno Resolve(ReadOnlySpan<byte> path, bool follow, ref ResolvedPath resolution)
    {
        if (DirectoryWithoutSymlinks is { } view && IsLiteral(path) && view.Resolve(path, follow, ref resolution) == Errno.Success)
        {
            return ToView(view, path, ref resolution);
        }

        // A symbolic link, or an error, which the policy may hide. A view without symbolic links leaves both to the caller.
        return _isNoSymlinksView ? Errno.Nosys : PathWalker.Resolve(this, path, follow, ref resolution);
    }

    internal override Errno OpenBeneath(ReadOnlySpan<byte> path, HostOpen open, out Inode? inode)
    {
        inode = null;
        if (DirectoryWithoutSymlinks is not { } view || !IsLiteral(path) || !_path.TryCreateChild(path, out PolicyPath? target))
        {
            return Errno.Nosys;
        }

        // A denied path may contain a symbolic link to an allowed one. The caller then resolves it, and Open decides.
        WasiFileAccess access = ToAccess(open);
        if (!target.TryAllow(access, out WasiPolicyDecision decision))
        {
            return Errno.Nosys;
        }

        Errno error = view.OpenBeneath(path, open, out inode);
        if (error != Errno.Nosys)
        {
            target.LogAudit(decision, access);
        }

        return Guard(error, target, ref inode);
    }

    internal override Errno GetStatBeneath(ReadOnlySpan<byte> path, bool follow, out Filestat stat)
    {
        stat = default;
        if (DirectoryWithoutSymlinks is not { } view
            || !IsLiteral(path)
            || !_path.TryAllow(path, WasiFileAccess.Inspect, out WasiPolicyDecision decision))
        {
            return Errno.Nosys;
        }

        Errno error = view.GetStatBeneath(path, follow, out stat);
        if (error != Errno.Nosys)
        {
            _path.LogAudit(decision, path, WasiFileAccess.Inspect);
        }

        return error;
    }

    internal override Errno Lookup(ReadOnlySpan<byte> name, out DirectoryInode? directory)
    {
        Errno error = _directory.Lookup(name, out directory);
        if (error != Errno.Success)
        {
            return error;
        }

        if (!_path.TryCreateChild(name, out PolicyPath? path))
        {
            directory!.Close();
            directory = null;
            return Errno.Nametoolong;
        }

        directory = new PolicyDirectory(directory!, path);
        return Errno.Success;
    }

    /// <summary>Replaces the error of a resolution by that of a denial, so that a guest does not learn which denied names exist.</summary>
    internal override Errno ToTraversalError(ReadOnlySpan<byte> name, Errno error) =>
        _path.Check(name, WasiFileAccess.Inspect) is var denial and not Errno.Success ? denial : error;

    internal override Errno ReadLinkToFollow(ReadOnlySpan<byte> name, Span<byte> target, out int length) =>
        _directory.ReadLinkToFollow(name, target, out length);

    internal override Errno Open(ReadOnlySpan<byte> name, HostOpen open, out Inode? inode)
    {
        inode = null;
        Errno error = _path.Check(name, ToAccess(open));
        return error == Errno.Success ? OpenByHost(name, open, out inode) : error;
    }

    internal override Errno OpenByHost(ReadOnlySpan<byte> name, HostOpen open, out Inode? inode)
    {
        inode = null;
        return _path.TryCreateChild(name, out PolicyPath? path)
            ? Guard(_directory.Open(name, open, out inode), path, ref inode)
            : Errno.Nametoolong;
    }

    internal override Errno CheckOpen(HostOpen open) => _path.Check(ToAccess(open));

    internal override Errno GetStat(out Filestat stat) => _directory.GetStat(out stat);

    internal override Errno GetStat(ReadOnlySpan<byte> name, out Filestat stat)
    {
        stat = default;
        Errno error = _path.Check(name, WasiFileAccess.Inspect);
        return error == Errno.Success ? _directory.GetStat(name, out stat) : error;
    }

    internal override Errno ReadLink(ReadOnlySpan<byte> name, Span<byte> target, out int length)
    {
        length = 0;
        Errno error = _path.Check(name, WasiFileAccess.Inspect);
        return error == Errno.Success ? _directory.ReadLink(name, target, out length) : error;
    }

    internal override DirectoryListing List() =>
        _path.Check(WasiFileAccess.Read) is var denial and not Errno.Success ? new FailedListing(denial) : _directory.List();

    internal override Errno SyncEntries() => _directory.SyncEntries();

    internal override Errno SetTimes(FileTimes times) =>
        _path.Check(WasiFileAccess.SetTimes) is var denial and not Errno.Success ? denial : _directory.SetTimes(times);

    internal override Errno SetTimes(ReadOnlySpan<byte> name, FileTimes times) =>
        _path.Check(name, WasiFileAccess.SetTimes) is var denial and not Errno.Success ? denial : _directory.SetTimes(name, times);

    internal override Errno CreateDirectory(ReadOnlySpan<byte> name) =>
        _path.Check(name, WasiFileAccess.Create) is var denial and not Errno.Success ? denial : _directory.CreateDirectory(name);

    internal override Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target) =>
        _path.Check(name, WasiFileAccess.Create) is var denial and not Errno.Success ? denial : _directory.CreateLink(name, target);

    internal override Errno RemoveDirectory(ReadOnlySpan<byte> name) =>
        _path.Check(name, WasiFileAccess.Remove) is var denial and not Errno.Success ? denial : _directory.RemoveDirectory(name);

    internal override Errno RemoveFile(ReadOnlySpan<byte> name) =>
        _path.Check(name, WasiFileAccess.Remove) is var denial and not Errno.Success ? denial : _directory.RemoveFile(name);

    internal override Errno Link(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName)
    {
        if (newDirectory is not PolicyDirectory other)
        {
            return Errno.Xdev;
        }

        Errno error = _path.Check(name, Full | WasiFileAccess.Link);
        error = error == Errno.Success ? other._path.Check(newName, WasiFileAccess.Create | WasiFileAccess.Link) : error;
        return error == Errno.Success ? _directory.Link(name, other._directory, newName) : error;
    }

    internal override Errno Rename(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName)
    {
        const WasiFileAccess OldName = Full | WasiFileAccess.Remove | WasiFileAccess.Rename;
        const WasiFileAccess NewName = WasiFileAccess.Create | WasiFileAccess.Remove | WasiFileAccess.Rename;
        if (newDirectory is not PolicyDirectory other)
        {
            return Errno.Xdev;
        }

        Errno error = _path.Check(name, OldName);
        error = error == Errno.Success ? other._path.Check(newName, NewName) : error;
        return error == Errno.Success ? _directory.Rename(name, other._directory, newName) : error;
    }

    internal override void Close() => _directory.Close();

    private static WasiFileAccess ToAccess(HostOpen open) =>
        (open.HasFlag(HostOpen.Read) ? WasiFileAccess.Read : 0)
        | ((open & (HostOpen.Write | HostOpen.Truncate)) != 0 ? WasiFileAccess.Write : 0)
        | (open.HasFlag(HostOpen.Create) ? WasiFileAccess.Create : 0);

    /// <summary>
    /// True if a path has no empty, <c>.</c> or <c>..</c> component, so that without symbolic links it is the resolved path.
    /// </summary>
    private static bool IsLiteral(ReadOnlySpan<byte> path)
    {
        while (true)
        {
            int end = path.IndexOf((byte)'/');
            ReadOnlySpan<byte> name = end < 0 ? path : path[..end];
            if (PathParser.IsSelf(name) || PathParser.IsParent(name))
            {
                return false;
            }

            if (end < 0)
            {
                return true;
            }

            path = path[(end + 1)..];
        }
    }

    /// <summary>Puts an opened inode under the policy.</summary>
    private static Errno Guard(Errno error, PolicyPath path, ref Inode? inode)
    {
        if (inode is DirectoryInode directory)
        {
            inode = new PolicyDirectory(directory, path);
        }
        else if (inode is FileInode file)
        {
            file.PolicyPath = path;
        }

        return error;
    }

    /// <summary>Replaces the directory of a resolved path without symbolic links by a view.</summary>
    private Errno ToView(DirectoryInode view, ReadOnlySpan<byte> path, ref ResolvedPath resolution)
    {
        if (resolution.Directory == view)
        {
            resolution.Directory = this;
            return Errno.Success;
        }

        if (!_path.TryCreateChild(path[..path.LastIndexOf((byte)'/')], out PolicyPath? parent))
        {
            resolution.Dispose();
            resolution = default;
            return Errno.Nametoolong;
        }

        resolution.Directory = new PolicyDirectory(resolution.Directory, parent);
        return Errno.Success;
    }
}
