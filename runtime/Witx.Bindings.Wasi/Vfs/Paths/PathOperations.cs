using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs.Mounts;

namespace Witx.Bindings.Wasi.Vfs.Paths;

/// <summary>
/// File system operations on a path: resolve it, then perform one operation of the directory that contains its last component.
/// </summary>
/// <remarks>Trailing slashes, a final <c>.</c> and paths in two mounts are handled here for all kinds of directories.</remarks>
internal static partial class PathOperations
{
    /// <summary>When to follow a symbolic link in the last component of a path.</summary>
    private enum Follow
    {
        /// <summary>Never, even with a trailing slash.</summary>
        Never,

        /// <summary>Only if the path has a trailing slash, which requires a directory.</summary>
        IfTrailingSlash,

        /// <summary>Always.</summary>
        Always,
    }

    /// <summary>Opens or creates a file, or opens a directory (<c>openat(2)</c>).</summary>
    /// <param name="start">The base directories of the path.</param>
    /// <param name="path">The path in UTF-8.</param>
    /// <param name="open">The access mode and flags.</param>
    /// <param name="inode">
    /// The opened inode, or null on an error. The caller calls <see cref="Inode.Close"/> with its last descriptor.
    /// </param>
    /// <param name="mount">The mount that contains the file, or null.</param>
    internal static Errno Open(PathBase start, ReadOnlySpan<byte> path, HostOpen open, out Inode? inode, out Mount? mount)
    {
        inode = null;
        mount = null;
        Errno error = Parse(start, path, out ParsedPath parsed);
        if (error == Errno.Success)
        {
            error = CheckOpen(ref open, parsed.HasTrailingSlash);
        }

        if (error != Errno.Success)
        {
            return error;
        }

        mount = parsed.Mount;
        bool createsDirectory = parsed.HasTrailingSlash && open.HasFlag(HostOpen.Create);
        error = createsDirectory ? Errno.Nosys : parsed.Directory.OpenBeneath(parsed.Path, open, out inode);
        if (!parsed.NeedsWalker(error))
        {
            return error;
        }

        // O_EXCL requires that the name does not exist, so a symbolic link is not followed (open(2)).
        bool follow = open.HasFlag(HostOpen.Follow) && !open.HasFlag(HostOpen.Create | HostOpen.Exclusive);
        error = Resolve(parsed, follow, out ResolvedPath found);
        using ResolvedPath end = found;
        mount = end.Mount;
        open |= end.MustBeDirectory ? HostOpen.Directory : HostOpen.None;
        return error != Errno.Success ? error
            : open.HasFlag(HostOpen.Directory | HostOpen.Create) ? Errno.Isdir
            : end.Directory.Open(end.Name, open, out inode);
    }

    /// <summary>Gets the attributes of a file (<c>fstatat(2)</c>).</summary>
    /// <param name="start">The base directories of the path.</param>
    /// <param name="path">The path in UTF-8.</param>
    /// <param name="follow">True to follow a symbolic link at the end of the path.</param>
    /// <param name="stat">The attributes.</param>
    internal static Errno GetStat(PathBase start, ReadOnlySpan<byte> path, bool follow, out Filestat stat)
    {
        stat = default;
        Errno error = Parse(start, path, out ParsedPath parsed);
        if (error != Errno.Success)
        {
            return error;
        }

        follow |= parsed.HasTrailingSlash;
        bool mustBeDirectory = parsed.HasTrailingSlash;
        error = parsed.Directory.GetStatBeneath(parsed.Path, follow, out stat);
        if (parsed.NeedsWalker(error))
        {
            error = Resolve(parsed, follow, out ResolvedPath found);
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

        // Truncation changes the file, so it needs write access to the host file even if the guest opens it for reading.
        open |= open.HasFlag(HostOpen.Truncate) ? HostOpen.Write : HostOpen.None;
        open |= slash ? HostOpen.Directory | HostOpen.Follow : HostOpen.None;
        return Errno.Success;
    }

    private static Errno Parse(PathBase start, ReadOnlySpan<byte> path, out ParsedPath parsed)
    {
        parsed = default;
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

        parsed.HasTrailingSlash = PathParser.TrimEnd(ref path);
        path = path.IsEmpty ? "."u8 : path.TrimStart((byte)'/');
        parsed.Start = absolute ? start with { Directory = start.Root!, Mount = null } : start;
        parsed.StartPath = parsed.Path = path;
        (parsed.Directory, parsed.Mount) = (parsed.Start.Directory, parsed.Start.Mount);
        if (parsed.Directory is MountTreeDirectory root)
        {
            parsed.Directory = root.FindMount(ref parsed.Path, ref parsed.Mount, out parsed.IsPoint);
        }

        return Errno.Success;
    }

    private static Errno Resolve(PathBase start, ReadOnlySpan<byte> path, Follow follow, out ResolvedPath end)
    {
        end = default;
        Errno error = Parse(start, path, out ParsedPath parsed);
        return error == Errno.Success
            ? Resolve(parsed, follow == Follow.Always || (follow == Follow.IfTrailingSlash && parsed.HasTrailingSlash), out end)
            : error;
    }

    private static Errno Resolve(scoped in ParsedPath parsed, bool follow, out ResolvedPath end)
    {
        end = new ResolvedPath
        {
            Mount = parsed.Mount,
            Root = parsed.Start.Root,
            MustBeDirectory = parsed.HasTrailingSlash,
            IsPoint = parsed.IsPoint,
        };
        Errno error = parsed.Directory.Resolve(parsed.Path, follow, ref end);
        if (parsed.NeedsWalker(error))
        {
            end = new ResolvedPath { Mount = parsed.Start.Mount, Root = parsed.Start.Root, MustBeDirectory = parsed.HasTrailingSlash };
            error = PathWalker.Resolve(parsed.Start.Directory, parsed.StartPath, follow, ref end);
        }

        return error;
    }

    /// <summary>A path without its leading and trailing slashes, and the directory to resolve it from.</summary>
    private ref struct ParsedPath
    {
        internal PathBase Start;
        internal ReadOnlySpan<byte> StartPath;

        /// <summary>
        /// The directory to resolve <see cref="Path"/> from: the start, or the directory of the mount that the path leads to.
        /// </summary>
        internal DirectoryInode Directory;
        internal Mount? Mount;

        /// <summary>The rest of the path, relative to <see cref="Directory"/>.</summary>
        internal ReadOnlySpan<byte> Path;

        /// <summary>True if the path had a trailing slash.</summary>
        internal bool HasTrailingSlash;

        /// <summary>True if the last component of the path is a mount point or a directory above one.</summary>
        internal bool IsPoint;

        /// <summary>
        /// True if a path that leaves <see cref="Directory"/> can be valid, because it may lead to another mount or to the root.
        /// </summary>
        internal readonly bool MayLeave => Start.Root is not null || Directory != Start.Directory;

        /// <summary>Returns true if the result of a one-step operation requires component-by-component resolution instead.</summary>
        internal readonly bool NeedsWalker(Errno error) => error == Errno.Nosys || (error == Errno.Perm && MayLeave);
    }
}
