using System;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Paths;

/// <content>Operations on the directory entry that a path names: create, remove, link, rename, read a link, set times.</content>
internal static partial class PathOperations
{
    /// <summary>Sets the times of a file (<c>utimensat(2)</c>).</summary>
    /// <param name="start">The base directories of the path.</param>
    /// <param name="path">The path in UTF-8.</param>
    /// <param name="follow">True to follow a symbolic link at the end of the path.</param>
    /// <param name="times">The times to set.</param>
    internal static Errno SetTimes(PathBase start, ReadOnlySpan<byte> path, bool follow, FileTimes times)
    {
        Errno error = Resolve(start, path, follow ? Follow.Always : Follow.IfTrailingSlash, out ResolvedPath found);
        using ResolvedPath end = found;
        return error != Errno.Success ? error
            : CheckSlash(end) is Errno slash and not Errno.Success ? slash
            : end.Directory.SetTimes(end.Name, times);
    }

    /// <summary>Reads the target of a symbolic link, truncated to the buffer (<c>readlink(2)</c>).</summary>
    /// <returns><c>Errno.Inval</c> (EINVAL) if the path is not a symbolic link.</returns>
    internal static Errno ReadLink(PathBase start, ReadOnlySpan<byte> path, Span<byte> target, out int length)
    {
        length = 0;
        Errno error = Resolve(start, path, Follow.IfTrailingSlash, out ResolvedPath found);
        using ResolvedPath end = found;
        return error != Errno.Success ? error
            : CheckSlash(end) is Errno slash and not Errno.Success ? slash
            : PathParser.IsSelf(end.Name) ? Errno.Inval
            : end.Directory.ReadLink(end.Name, target, out length);
    }

    /// <summary>Creates a directory (<c>mkdir(2)</c>).</summary>
    internal static Errno CreateDirectory(PathBase start, ReadOnlySpan<byte> path)
    {
        Errno error = Resolve(start, path, Follow.Never, out ResolvedPath found);
        using ResolvedPath end = found;
        return error != Errno.Success ? error
            : PathParser.IsSelf(end.Name) ? Errno.Exist
            : end.Directory.CreateDirectory(end.Name);
    }

    /// <summary>Removes an empty directory (<c>rmdir(2)</c>).</summary>
    /// <returns><c>Errno.Busy</c> (EBUSY) for a mount point or a directory above one.</returns>
    internal static Errno RemoveDirectory(PathBase start, ReadOnlySpan<byte> path)
    {
        Errno error = Resolve(start, path, Follow.Never, out ResolvedPath found);
        using ResolvedPath end = found;
        return error != Errno.Success ? error
            : end.IsPoint ? Errno.Busy
            : PathParser.IsSelf(end.Name) ? Errno.Inval
            : end.Directory.RemoveDirectory(end.Name);
    }

    /// <summary>Removes a name that is not a directory (<c>unlink(2)</c>).</summary>
    internal static Errno RemoveFile(PathBase start, ReadOnlySpan<byte> path)
    {
        Errno error = Resolve(start, path, Follow.Never, out ResolvedPath found);
        using ResolvedPath end = found;
        return error != Errno.Success ? error
            : CheckSlash(end) is Errno slash and not Errno.Success ? slash
            : end.MustBeDirectory || PathParser.IsSelf(end.Name) ? Errno.Isdir
            : end.Directory.RemoveFile(end.Name);
    }

    /// <summary>Creates a symbolic link (<c>symlink(2)</c>). The target need not exist.</summary>
    /// <returns><c>Errno.Perm</c> (EPERM) for an absolute target if the base has no root.</returns>
    internal static Errno CreateLink(PathBase start, ReadOnlySpan<byte> path, ReadOnlySpan<byte> target)
    {
        if (PathParser.Check(target) is Errno malformed and not Errno.Success)
        {
            return malformed;
        }

        if (start.Root is null && PathParser.IsAbsolute(target))
        {
            return Errno.Perm;
        }

        Errno error = Resolve(start, path, Follow.Never, out ResolvedPath found);
        using ResolvedPath end = found;
        return error != Errno.Success ? error
            : CheckNewFile(end) is Errno taken and not Errno.Success ? taken
            : end.Directory.CreateLink(end.Name, target);
    }

    /// <summary>Creates a hard link (<c>link(2)</c>). A symbolic link at the end of the source path is linked itself.</summary>
    /// <returns><c>Errno.Xdev</c> (EXDEV) or <c>Errno.Perm</c> (EPERM) if the paths are in different mounts.</returns>
    internal static Errno Link(PathBase start, ReadOnlySpan<byte> path, PathBase newStart, ReadOnlySpan<byte> newPath)
    {
        Errno error = Resolve(start, path, Follow.IfTrailingSlash, out ResolvedPath found);
        using ResolvedPath source = found;
        if (error != Errno.Success)
        {
            return error;
        }

        error = Resolve(newStart, newPath, Follow.Never, out found);
        using ResolvedPath destination = found;
        return error != Errno.Success ? error
            : source.IsPoint ? Errno.Perm
            : destination.IsPoint ? Errno.Exist
            : CheckMounts(source.Mount, destination.Mount) is Errno crossed and not Errno.Success ? crossed
            : CheckSlash(source) is Errno slash and not Errno.Success ? slash
            : source.MustBeDirectory || PathParser.IsSelf(source.Name) ? Errno.Perm
            : CheckNewFile(destination) is Errno taken and not Errno.Success ? taken
            : source.Directory.Link(source.Name, destination.Directory, destination.Name);
    }

    /// <summary>Renames or moves an entry (<c>rename(2)</c>).</summary>
    /// <returns>
    /// <c>Errno.Busy</c> (EBUSY) for a mount point or a directory above one, <c>Errno.Xdev</c> (EXDEV) or <c>Errno.Perm</c> (EPERM)
    /// if the paths are in different mounts.
    /// </returns>
    internal static Errno Rename(PathBase start, ReadOnlySpan<byte> path, PathBase newStart, ReadOnlySpan<byte> newPath)
    {
        Errno error = Resolve(start, path, Follow.Never, out ResolvedPath found);
        using ResolvedPath source = found;
        if (error != Errno.Success)
        {
            return error;
        }

        error = Resolve(newStart, newPath, Follow.Never, out found);
        using ResolvedPath destination = found;

        // A trailing slash on either path requires the source to be a directory.
        bool mustBeDirectory = source.MustBeDirectory || destination.MustBeDirectory;
        return error != Errno.Success ? error
            : source.IsPoint || destination.IsPoint ? Errno.Busy
            : CheckMounts(source.Mount, destination.Mount) is Errno crossed and not Errno.Success ? crossed
            : PathParser.IsSelf(source.Name) || PathParser.IsSelf(destination.Name) ? Errno.Busy
            : CheckSlash(source with { MustBeDirectory = mustBeDirectory }) is Errno slash and not Errno.Success ? slash
            : source.Directory.Rename(source.Name, destination.Directory, destination.Name);
    }

    /// <summary>Returns <c>Errno.Notdir</c> (ENOTDIR) if the path must be a directory because of a trailing slash, but is not.</summary>
    private static Errno CheckSlash(in ResolvedPath end)
    {
        if (!end.MustBeDirectory)
        {
            return Errno.Success;
        }

        Errno error = end.Directory.GetStat(end.Name, out Filestat stat);
        return error == Errno.Success && stat.Filetype != Filetype.Directory ? Errno.Notdir : error;
    }

    /// <summary>Checks the path of a new file or link. A trailing slash is an error because the new entry is not a directory.</summary>
    private static Errno CheckNewFile(in ResolvedPath end) =>
        PathParser.IsSelf(end.Name) ? Errno.Exist
        : !end.MustBeDirectory ? Errno.Success
        : end.Directory.GetStat(end.Name, out _) == Errno.Success ? Errno.Exist
        : Errno.Noent;

    /// <summary>
    /// Checks that two paths are in the same mount: <c>Errno.Perm</c> (EPERM) if one of two mounts is read-only, <c>Errno.Xdev</c>
    /// (EXDEV) otherwise.
    /// </summary>
    private static Errno CheckMounts(Mount? source, Mount? destination) =>
        source == destination ? Errno.Success
        : source?.IsReadOnly != destination?.IsReadOnly ? Errno.Perm
        : Errno.Xdev;
}
