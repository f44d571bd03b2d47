using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs.Mounts;

namespace Witx.Bindings.Wasi.Vfs.Paths;

/// <summary>
/// The verbs of a path: resolve it, then one verb of the directory that holds its last name. What a trailing slash, a dot in last place or a second
/// mount mean is decided here, once for all kinds of directory.
/// </summary>
internal static partial class PathOperations
{
    /// <summary>What becomes of a link in last place.</summary>
    private enum Follow
    {
        /// <summary>The verb is about the link, slash or not.</summary>
        Never,

        /// <summary>The verb is about the link, unless a slash behind it asks for the directory that it leads to.</summary>
        BehindSlash,

        Always,
    }

    /// <summary>Opens or creates a file, or opens a directory.</summary>
    /// <param name="start">Where the path starts.</param>
    /// <param name="path">UTF-8.</param>
    /// <param name="open">How.</param>
    /// <param name="inode">What was opened: <see cref="Inode.Close"/> with its last descriptor.</param>
    /// <param name="mount">The mount that it lies in.</param>
    internal static Errno Open(PathBase start, ReadOnlySpan<byte> path, HostOpen open, out Inode? inode, out Mount? mount)
    {
        inode = null;
        mount = null;
        Errno error = Prepare(start, path, out Query query);
        if (error == Errno.Success)
        {
            error = CheckOpen(ref open, query.Slash);
        }

        if (error != Errno.Success)
        {
            return error;
        }

        mount = query.Mount;
        bool createsDirectory = query.Slash && open.HasFlag(HostOpen.Create);
        error = createsDirectory ? Errno.Nosys : query.Directory.OpenBeneath(query.Path, open, out inode);
        if (!query.MustWalk(error))
        {
            return error;
        }

        // What must not be there is not followed either.
        bool follow = open.HasFlag(HostOpen.Follow) && !open.HasFlag(HostOpen.Create | HostOpen.Exclusive);
        error = Resolve(query, follow, out ResolvedPath found);
        using ResolvedPath end = found;
        mount = end.Mount;
        open |= end.MustBeDirectory ? HostOpen.Directory : HostOpen.None;
        return error != Errno.Success ? error
            : open.HasFlag(HostOpen.Directory | HostOpen.Create) ? Errno.Isdir
            : end.Directory.Open(end.Name, open, out inode);
    }

    /// <summary>The attributes of what a path leads to.</summary>
    internal static Errno GetStat(PathBase start, ReadOnlySpan<byte> path, bool follow, out Filestat stat)
    {
        stat = default;
        Errno error = Prepare(start, path, out Query query);
        if (error != Errno.Success)
        {
            return error;
        }

        follow |= query.Slash;
        bool mustBeDirectory = query.Slash;
        error = query.Directory.GetStatBeneath(query.Path, follow, out stat);
        if (query.MustWalk(error))
        {
            error = Resolve(query, follow, out ResolvedPath found);
            using ResolvedPath end = found;
            error = error == Errno.Success ? end.Directory.GetStat(end.Name, out stat) : error;
            mustBeDirectory = end.MustBeDirectory;
        }

        return error == Errno.Success && mustBeDirectory && stat.Filetype != Filetype.Directory ? Errno.Notdir : error;
    }

    private static Errno CheckOpen(ref HostOpen open, bool slash)
    {
        if (open.HasFlag(HostOpen.Directory) && (open & (HostOpen.Create | HostOpen.Exclusive | HostOpen.Truncate)) != 0)
        {
            return Errno.Inval;
        }

        // Cutting a file short is writing, whatever else the guest is going to do with it.
        open |= open.HasFlag(HostOpen.Truncate) ? HostOpen.Write : HostOpen.None;
        open |= slash ? HostOpen.Directory | HostOpen.Follow : HostOpen.None;
        return Errno.Success;
    }

    private static Errno Prepare(PathBase start, ReadOnlySpan<byte> path, out Query query)
    {
        query = default;
        Errno error = PathParser.Check(path);
        if (error != Errno.Success)
        {
            return error;
        }

        bool absolute = PathParser.IsAbsolute(path);
        if (absolute && start.Root is null)
        {
            return Errno.Perm;
        }

        query.Slash = PathParser.TrimEnd(ref path);
        path = path.IsEmpty ? "."u8 : path.TrimStart((byte)'/');
        query.Start = absolute ? start with { Directory = start.Root!, Mount = null } : start;
        query.StartPath = query.Path = path;
        (query.Directory, query.Mount) = (query.Start.Directory, query.Start.Mount);
        if (query.Directory is MountTreeDirectory root)
        {
            query.Directory = root.FindMount(ref query.Path, ref query.Mount, out query.IsPoint);
        }

        return Errno.Success;
    }

    private static Errno Resolve(PathBase start, ReadOnlySpan<byte> path, Follow follow, out ResolvedPath end)
    {
        end = default;
        Errno error = Prepare(start, path, out Query query);
        return error == Errno.Success
            ? Resolve(query, follow == Follow.Always || (follow == Follow.BehindSlash && query.Slash), out end)
            : error;
    }

    private static Errno Resolve(scoped in Query query, bool follow, out ResolvedPath end)
    {
        end = new ResolvedPath { Mount = query.Mount, Root = query.Start.Root, MustBeDirectory = query.Slash, IsPoint = query.IsPoint };
        Errno error = query.Directory.Resolve(query.Path, follow, ref end);
        if (query.MustWalk(error))
        {
            end = new ResolvedPath { Mount = query.Start.Mount, Root = query.Start.Root, MustBeDirectory = query.Slash };
            error = PathWalker.Resolve(query.Start.Directory, query.StartPath, follow, ref end);
        }

        return error;
    }

    /// <summary>A path that was looked at, less its slashes.</summary>
    private ref struct Query
    {
        internal PathBase Start;
        internal ReadOnlySpan<byte> StartPath;

        /// <summary>The directory that the path goes to first: the one that it starts in, or under the root a mount's.</summary>
        internal DirectoryInode Directory;
        internal Mount? Mount;

        /// <summary>What is left of the path there.</summary>
        internal ReadOnlySpan<byte> Path;

        /// <summary>Whether the path ended in a slash.</summary>
        internal bool Slash;

        /// <summary>Whether the last name of the path is a mount point or a directory above one.</summary>
        internal bool IsPoint;

        /// <summary>Whether a way out of <see cref="Directory"/> may end somewhere else under the root.</summary>
        internal readonly bool MayLeave => Start.Root is not null || Directory != Start.Directory;

        /// <summary>Whether a shortcut's answer leaves it to a walk.</summary>
        internal readonly bool MustWalk(Errno answer) => answer == Errno.Nosys || (answer == Errno.Perm && MayLeave);
    }
}
