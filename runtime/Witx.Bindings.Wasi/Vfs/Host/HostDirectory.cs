using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs.Paths;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi.Vfs.Host;

/// <summary>A directory of the host, held open. Whole paths are the kernel's affair where it can confine them, else a walk.</summary>
internal sealed class HostDirectory : DirectoryInode
{
    // For tests: what every other system than Linux does, on Linux.
    private const int MaxAttempts = 8;

    private static readonly bool s_walks = AppContext.TryGetSwitch("Witx.Bindings.Wasi.WalkPaths", out bool walks) && walks;

    private readonly HostRules _rules;
    private readonly bool _straight;
    private readonly Filestat _born;
    private readonly DirectoryHandle _handle;
    private HostDirectory? _straightView;

    private HostDirectory(DirectoryHandle handle, in Filestat stat, HostRules rules, bool straight = false) =>
        (_handle, _born, _rules, _straight) = (handle, stat, rules, straight);

    internal override Filestat FileStat => _born;

    internal override bool IsOnHost => true;

    internal override DirectoryInode? NoSymlinksView =>
        _rules.Walks ? null : _straightView ??= new HostDirectory(_handle, _born, _rules, straight: true);

    internal override Errno SyncEntries() => _handle.Sync();

    /// <summary>Opens a directory for guests.</summary>
    /// <param name="path">The host's path, links followed like any program's.</param>
    /// <param name="limits">How much guests may write below it.</param>
    /// <param name="devices">Finds which devices guests can open below it.</param>
    /// <param name="directory">The directory.</param>
    internal static Errno Open(string path, HostLimits? limits, Func<DirectoryHandle, HostDevices> devices, out HostDirectory? directory)
    {
        directory = null;
        Errno error = DirectoryHandle.Open(path, out DirectoryHandle? handle);
        return error != Errno.Success ? error
            : Create(handle!, new HostRules(limits, s_walks, devices(handle!)), out directory);
    }

    /// <summary>Gives guests a directory that is open already, and closes it with its inode.</summary>
    /// <param name="handle">The directory.</param>
    /// <param name="rules">What all directories below it have in common.</param>
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
        Errno error = _rules.Walks ? Errno.Nosys : ResolveByKernel(path, follow, ref resolution);
        return error == Errno.Nosys && !_straight ? PathWalker.Resolve(this, path, follow, ref resolution) : error;
    }

    internal override Errno OpenBeneath(ReadOnlySpan<byte> path, HostOpen open, out Inode? inode)
    {
        inode = null;
        if (_rules.Walks || (_rules.Limits is not null && open.HasFlag(HostOpen.Create)))
        {
            return Errno.Nosys;
        }

        // Only a file whose type is known can be held to limits, or be refused as a device.
        if (_rules.Limits is not null || !_rules.Devices.CanDeferStat)
        {
            open &= ~HostOpen.DeferStat;
        }

        Errno error = OpenNative(path, open, out IDisposable? handle, out Filestat stat);
        error = error == Errno.Success ? TryCreateInode(handle!, stat, open, out inode) : error;

        // Behind a link that ends in a slash the kernel complains of the slash before it looks where the link leads.
        return error == Errno.Isdir && open.HasFlag(HostOpen.Create) ? Errno.Nosys
            : error;
    }

    internal override Errno GetStatBeneath(ReadOnlySpan<byte> path, bool follow, out Filestat stat)
    {
        stat = default;
        if (_rules.Walks)
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

        return ToWalkerFallback(_handle.GetStatBeneath(path, follow, _straight, out stat));
    }

    internal override Errno Lookup(ReadOnlySpan<byte> name, out DirectoryInode? directory)
    {
        Errno error = _handle.OpenForTraversal(name, out DirectoryHandle? place);
        directory = error == Errno.Success ? Place(place!) : null;
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

    internal override Errno ReadLink(ReadOnlySpan<byte> name, Span<byte> target, out int length) => _handle.ReadLink(name, target, out length);

    internal override Errno CreateDirectory(ReadOnlySpan<byte> name)
    {
        Errno error = TakeName();
        return error == Errno.Success ? ReturnName(_handle.CreateDirectory(name), unless: Errno.Success) : error;
    }

    internal override Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target)
    {
        Errno error = TakeName();
        return error == Errno.Success ? ReturnName(_handle.CreateLink(name, target), unless: Errno.Success) : error;
    }

    internal override Errno RemoveDirectory(ReadOnlySpan<byte> name) => ReturnName(_handle.RemoveDirectory(name), when: Errno.Success);

    internal override Errno RemoveFile(ReadOnlySpan<byte> name) => ReturnName(_handle.RemoveFile(name), when: Errno.Success);

    internal override Errno Link(ReadOnlySpan<byte> name, DirectoryInode newDirectory, ReadOnlySpan<byte> newName)
    {
        if (newDirectory is not HostDirectory other)
        {
            return Errno.Xdev;
        }

        Errno error = other.TakeName();
        return error == Errno.Success ? other.ReturnName(_handle.Link(name, other._handle, newName), unless: Errno.Success) : error;
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
            // A name that is replaced is returned. Two names of one file both stay (rename(2)).
            bool replaces = other._handle.GetEntryStat(newName, out Filestat replaced) == Errno.Success
                && _handle.GetEntryStat(name, out Filestat renamed) == Errno.Success
                && (replaced.Dev, replaced.Ino) != (renamed.Dev, renamed.Ino);
            Errno error = _handle.Rename(name, other._handle, newName);
            return replaces ? ReturnName(error, when: Errno.Success) : error;
        }
    }

    internal override DirectoryListing List() => _handle.List();

    internal override void Close() => _handle.Dispose();

    /// <summary>A single name leads nowhere else unless it is a link, so that the kernel need not watch over its way.</summary>
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

        return ToWalkerFallback(_handle.OpenBeneath(path, open, _straight, out handle, out stat));
    }

    /// <summary>Opens the parent in one step.</summary>
    /// <returns><c>nosys</c> for what takes a walk: the kernel does not tell where a link in last place leads.</returns>
    private Errno ResolveByKernel(ReadOnlySpan<byte> path, bool follow, ref ResolvedPath resolution)
    {
        ReadOnlySpan<byte> name = PathParser.TakeLastName(path, out ReadOnlySpan<byte> parent);
        if (PathParser.IsParent(name) || PathParser.IsSelf(name))
        {
            parent = PathParser.IsSelf(path) ? default : path;
            name = "."u8;
        }

        DirectoryHandle? place = null;
        Errno error = name.Length > PathLimits.MaxNameLength ? Errno.Nametoolong
            : parent.IsEmpty ? Errno.Success
            : ToWalkerFallback(_handle.OpenForTraversalBeneath(parent, _straight, out place));
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
    private Errno ToWalkerFallback(Errno error) => _straight && error == Errno.Loop ? Errno.Nosys : error;

    private HostDirectory Place(DirectoryHandle place) => new(place, default, _rules);

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

            error = limits.TakeName();
            if (error != Errno.Success)
            {
                return error;
            }

            error = ReturnName(_handle.OpenEntry(name, open | HostOpen.Exclusive, out handle, out stat), unless: Errno.Success);

            // Somebody else created the entry between the two calls.
            if (error != Errno.Exist || open.HasFlag(HostOpen.Exclusive) || attempt == MaxAttempts)
            {
                return error;
            }
        }
    }

    private Errno TakeName() => _rules.Limits?.TakeName() ?? Errno.Success;

    /// <summary>Returns a charged name, depending on the result of an operation.</summary>
    private Errno ReturnName(Errno result, Errno? when = null, Errno? unless = null)
    {
        if (result == when || (unless is not null && result != unless))
        {
            _rules.Limits?.ReturnName();
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
