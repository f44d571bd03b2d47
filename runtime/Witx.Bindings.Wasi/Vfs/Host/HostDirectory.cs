using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs.Paths;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi.Vfs.Host;

/// <summary>
/// An open directory of the host. The kernel resolves paths below it where it can confine them (<c>openat2</c>), and
/// <see cref="PathWalker"/> otherwise.
/// </summary>
internal sealed class HostDirectory : DirectoryInode
{
    // How often Create tries again when other programs create and remove the same entry.
    private const int MaxAttempts = 8;

    // For tests of the path walker on Linux. Other systems always use it.
    private static readonly bool s_usesPathWalker = AppContext.TryGetSwitch("Witx.Bindings.Wasi.WalkPaths", out bool isSet) && isSet;

    private readonly HostRules _rules;
    private readonly bool _isNoSymlinksView;
    private readonly Filestat _stat;
    private readonly DirectoryHandle _handle;
    private HostDirectory? _noSymlinksView;

    private HostDirectory(DirectoryHandle handle, in Filestat stat, HostRules rules, bool isNoSymlinksView = false) =>
        (_handle, _stat, _rules, _isNoSymlinksView) = (handle, stat, rules, isNoSymlinksView);

    internal override Filestat FileStat => _stat;

    internal override bool IsOnHost => true;

    internal override DirectoryInode? NoSymlinksView =>
        _rules.UsesPathWalker ? null : _noSymlinksView ??= new HostDirectory(_handle, _stat, _rules, isNoSymlinksView: true);

    internal override Errno SyncEntries() => _handle.Sync();

    /// <summary>Opens a directory for guests.</summary>
    /// <param name="path">A path of the host. Symbolic links are followed.</param>
    /// <param name="limits">The limits on what guests write below the directory, or null for none.</param>
    /// <param name="devices">Returns the devices that guests can open below the directory.</param>
    /// <param name="directory">The directory.</param>
    internal static Errno Open(string path, HostLimits? limits, Func<DirectoryHandle, HostDevices> devices, out HostDirectory? directory)
    {
        directory = null;
        Errno error = DirectoryHandle.Open(path, out DirectoryHandle? handle);
        return error != Errno.Success ? error
            : Create(handle!, new HostRules(limits, s_usesPathWalker, devices(handle!)), out directory);
    }

    /// <summary>Creates the inode of an open directory, which it closes.</summary>
    /// <param name="handle">The directory.</param>
    /// <param name="rules">The rules for all directories below it.</param>
    /// <param name="directory">The inode.</param>
    internal static Errno Create(DirectoryHandle handle, HostRules rules, out HostDirectory? directory)
    {
        Errno error = handle.GetStat(out Filestat stat);
        directory = error == Errno.Success ? new HostDirectory(handle, stat, rules) : null;
        if (directory is null)
        {
            handle.Dispose();
        }

        return error;
    }

    internal override Errno Resolve(ReadOnlySpan<byte> path, bool follow, ref ResolvedPath resolution)
    {
        Errno error = _rules.UsesPathWalker ? Errno.Nosys : ResolveByKernel(path, follow, ref resolution);
        return error == Errno.Nosys && !_isNoSymlinksView ? PathWalker.Resolve(this, path, follow, ref resolution) : error;
    }

    internal override Errno OpenBeneath(ReadOnlySpan<byte> path, HostOpen open, out Inode? inode)
    {
        inode = null;
        if (_rules.UsesPathWalker || (_rules.Limits is not null && open.HasFlag(HostOpen.Create)))
        {
            return Errno.Nosys;
        }

        // Limits and the refusal of devices depend on the file type.
        if (_rules.Limits is not null || !_rules.Devices.CanDeferStat)
        {
            open &= ~HostOpen.DeferStat;
        }

        Errno error = OpenNative(path, open, out IDisposable? handle, out Filestat stat);
        error = error == Errno.Success ? TryCreateInode(handle!, stat, open, out inode) : error;

        // For a symbolic link with a trailing slash in its target, the kernel returns EISDIR before it follows the link.
        return error == Errno.Isdir && open.HasFlag(HostOpen.Create) ? Errno.Nosys
            : error;
    }

    internal override Errno GetStatBeneath(ReadOnlySpan<byte> path, bool follow, out Filestat stat)
    {
        stat = default;
        if (_rules.UsesPathWalker)
        {
            return Errno.Nosys;
        }

        if (PathParser.IsEntry(path))
        {
            Errno error = _handle.GetEntryStat(path, out stat);
            if (error != Errno.Success || !follow || stat.Filetype != Filetype.SymbolicLink)
            {
                return error;
            }
        }

        return ToWalkerFallback(_handle.GetStatBeneath(path, follow, _isNoSymlinksView, out stat));
    }

    internal override Errno Lookup(ReadOnlySpan<byte> name, out DirectoryInode? directory)
    {
        Errno error = _handle.OpenForTraversal(name, out DirectoryHandle? opened);
        directory = error == Errno.Success ? CreateForTraversal(opened!) : null;
        return error;
    }

    internal override Errno Open(ReadOnlySpan<byte> name, HostOpen open, out Inode? inode)
    {
        open &= ~(HostOpen.Follow | HostOpen.DeferStat);
        inode = null;
        IDisposable? handle;
        Filestat stat;
        Errno error = _rules.Limits is { } limits && open.HasFlag(HostOpen.Create) && !PathParser.IsSelf(name)
            ? Create(name, open, limits, out handle, out stat)
            : _handle.OpenEntry(name, open, out handle, out stat);
        return error == Errno.Success ? TryCreateInode(handle!, stat, open, out inode) : error;
    }

    internal override Errno GetStat(out Filestat stat) => _handle.GetStat(out stat);

    internal override Errno GetStat(ReadOnlySpan<byte> name, out Filestat stat) => _handle.GetEntryStat(name, out stat);

    internal override Errno SetTimes(FileTimes times) => _handle.SetTimes(times);

    internal override Errno SetTimes(ReadOnlySpan<byte> name, FileTimes times) => _handle.SetEntryTimes(name, times);

    internal override Errno ReadLink(ReadOnlySpan<byte> name, Span<byte> target, out int length) =>
        _handle.ReadLink(name, target, out length);

    internal override Errno CreateDirectory(ReadOnlySpan<byte> name)
    {
        Errno error = ReserveName();
        return error == Errno.Success ? ReleaseName(_handle.CreateDirectory(name), unless: Errno.Success) : error;
    }

    internal override Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target)
    {
        Errno error = ReserveName();
        return error == Errno.Success ? ReleaseName(_handle.CreateLink(name, target), unless: Errno.Success) : error;
    }

    internal override Errno RemoveDirectory(ReadOnlySpan<byte> name) => ReleaseName(_handle.RemoveDirectory(name), when: Errno.Success);

    internal override Errno RemoveFile(ReadOnlySpan<byte> name) => ReleaseName(_handle.RemoveFile(name), when: Errno.Success);

    internal override Errno Link(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName)
    {
        if (newDirectory is not HostDirectory other)
        {
            return Errno.Xdev;
        }

        Errno error = other.ReserveName();
        return error == Errno.Success ? other.ReleaseName(_handle.Link(name, other._handle, newName), unless: Errno.Success) : error;
    }

    internal override Errno Rename(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName)
    {
        if (newDirectory is not HostDirectory other)
        {
            return Errno.Xdev;
        }

        if (_rules.Limits is not { } limits)
        {
            return _handle.Rename(name, other._handle, newName);
        }

        lock (limits)
        {
            // A replaced name is released. Two names of one file both stay (rename(2)).
            bool replaces = other._handle.GetEntryStat(newName, out Filestat replaced) == Errno.Success
                && _handle.GetEntryStat(name, out Filestat renamed) == Errno.Success
                && (replaced.Dev, replaced.Ino) != (renamed.Dev, renamed.Ino);
            Errno error = _handle.Rename(name, other._handle, newName);
            return replaces ? ReleaseName(error, when: Errno.Success) : error;
        }
    }

    internal override DirectoryListing List() => _handle.List();

    internal override void Close() => _handle.Dispose();

    /// <summary>
    /// Opens a path. A single component that is not a symbolic link cannot leave the directory, so it does not need <c>openat2</c>.
    /// </summary>
    private Errno OpenNative(ReadOnlySpan<byte> path, HostOpen open, out IDisposable? handle, out Filestat stat)
    {
        if (PathParser.IsEntry(path))
        {
            Errno error = _handle.OpenEntry(path, open & ~HostOpen.Follow, out handle, out stat);
            if (!open.HasFlag(HostOpen.Follow) || error is not (Errno.Loop or Errno.Notdir))
            {
                return error;
            }
        }

        return ToWalkerFallback(_handle.OpenBeneath(path, open, _isNoSymlinksView, out handle, out stat));
    }

    /// <summary>Opens the directory that contains the last component in one step.</summary>
    /// <returns>
    /// <c>Errno.Nosys</c> (ENOSYS) if the last component is a symbolic link to follow: the kernel does not report where it leads.
    /// </returns>
    private Errno ResolveByKernel(ReadOnlySpan<byte> path, bool follow, ref ResolvedPath resolution)
    {
        ReadOnlySpan<byte> name = PathParser.TakeLastName(path, out ReadOnlySpan<byte> parent);
        if (PathParser.IsParent(name) || PathParser.IsSelf(name))
        {
            parent = PathParser.IsSelf(path) ? default : path;
            name = "."u8;
        }

        DirectoryHandle? opened = null;
        Errno error = name.Length > PathLimits.MaxNameLength ? Errno.Nametoolong
            : parent.IsEmpty ? Errno.Success
            : ToWalkerFallback(_handle.OpenForTraversalBeneath(parent, _isNoSymlinksView, out opened));
        if (error != Errno.Success)
        {
            return error;
        }

        HostDirectory directory = opened is null ? this : CreateForTraversal(opened);
        if (follow && directory.GetStat(name, out Filestat stat) == Errno.Success && stat.Filetype == Filetype.SymbolicLink)
        {
            opened?.Dispose();
            return Errno.Nosys;
        }

        resolution.Directory = directory;
        resolution.OwnsDirectory = opened is not null;
        resolution.Name = name;
        return Errno.Success;
    }

    /// <summary>
    /// Returns <c>Errno.Nosys</c> (ENOSYS) when a no-symlinks lookup meets a symbolic link, so that the caller falls back to
    /// <see cref="PathWalker"/>.
    /// </summary>
    private Errno ToWalkerFallback(Errno error) => _isNoSymlinksView && error == Errno.Loop ? Errno.Nosys : error;

    private HostDirectory CreateForTraversal(DirectoryHandle opened) => new(opened, default, _rules);

    /// <summary>Opens or creates an entry, and charges its name if it is new.</summary>
    private Errno Create(ReadOnlySpan<byte> name, HostOpen open, HostLimits limits, out IDisposable? handle, out Filestat stat)
    {
        for (int attempt = 0; ; attempt++)
        {
            Errno error = Errno.Noent;
            (handle, stat) = (null, default);
            if (!open.HasFlag(HostOpen.Exclusive))
            {
                error = _handle.OpenEntry(name, open & ~HostOpen.Create, out handle, out stat);
            }

            if (error != Errno.Noent)
            {
                return error;
            }

            error = limits.ReserveName();
            if (error != Errno.Success)
            {
                return error;
            }

            error = ReleaseName(_handle.OpenEntry(name, open | HostOpen.Exclusive, out handle, out stat), unless: Errno.Success);

            // Another program created the entry between the two calls.
            if (error != Errno.Exist || open.HasFlag(HostOpen.Exclusive) || attempt == MaxAttempts)
            {
                return error;
            }
        }
    }

    private Errno ReserveName() => _rules.Limits?.ReserveName() ?? Errno.Success;

    /// <summary>Releases a charged name, depending on the result of an operation.</summary>
    private Errno ReleaseName(Errno result, Errno? when = null, Errno? unless = null)
    {
        if (result == when || (unless is not null && result != unless))
        {
            _rules.Limits?.ReleaseName();
        }

        return result;
    }

    private Errno TryCreateInode(IDisposable handle, in Filestat stat, HostOpen open, out Inode? inode)
    {
        bool isRefused = _rules.Devices.Refuses(stat);
        inode = isRefused ? null : CreateInode(handle, stat, open);
        if (isRefused)
        {
            handle.Dispose();
        }

        return isRefused ? Errno.Acces : Errno.Success;
    }

    /// <summary>Creates the inode of an open entry, depending on its file type. The inode closes the handle.</summary>
    internal Inode CreateInode(IDisposable handle, in Filestat stat, HostOpen open) => handle switch
    {
        DirectoryHandle directory => new HostDirectory(directory, stat, _rules),
        HostHandle file when stat.Filetype is Filetype.RegularFile or Filetype.BlockDevice =>
            new FileInode(new HostFile(file, _rules.Limits), stat, open),
        HostHandle file when stat.Filetype == Filetype.Unknown && open.HasFlag(HostOpen.DeferStat) =>
            new FileInode(new DeferredStatFile(this, file, open & ~HostOpen.DeferStat), default, open),
        _ => new HostStream((HostHandle)handle, stat, open),
    };
}
