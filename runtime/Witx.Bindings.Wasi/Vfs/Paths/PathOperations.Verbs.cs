using System;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Paths;

/// <content>The verbs that act on the last name itself.</content>
internal static partial class PathOperations
{
    internal static Errno SetTimes(PathBase start, ReadOnlySpan<byte> path, bool follow, FileTimes times)
    {
        Errno error = Resolve(start, path, follow ? Follow.Always : Follow.BehindSlash, out ResolvedPath found);
        using ResolvedPath end = found;
        return error != Errno.Success ? error
            : CheckSlash(end) is Errno slash and not Errno.Success ? slash
            : end.Directory.SetTimes(end.Name, times);
    }

    /// <summary>Reads as much of a link's target as there is room for.</summary>
    internal static Errno ReadLink(PathBase start, ReadOnlySpan<byte> path, Span<byte> target, out int length)
    {
        length = 0;
        Errno error = Resolve(start, path, Follow.BehindSlash, out ResolvedPath found);
        using ResolvedPath end = found;
        return error != Errno.Success ? error
            : CheckSlash(end) is Errno slash and not Errno.Success ? slash
            : PathParser.IsSelf(end.Name) ? Errno.Inval
            : end.Directory.ReadLink(end.Name, target, out length);
    }

    internal static Errno CreateDirectory(PathBase start, ReadOnlySpan<byte> path)
    {
        Errno error = Resolve(start, path, Follow.Never, out ResolvedPath found);
        using ResolvedPath end = found;
        return error != Errno.Success ? error
            : PathParser.IsSelf(end.Name) ? Errno.Exist
            : end.Directory.CreateDirectory(end.Name);
    }

    internal static Errno RemoveDirectory(PathBase start, ReadOnlySpan<byte> path)
    {
        Errno error = Resolve(start, path, Follow.Never, out ResolvedPath found);
        using ResolvedPath end = found;
        return error != Errno.Success ? error
            : end.IsPoint ? Errno.Busy
            : PathParser.IsSelf(end.Name) ? Errno.Inval
            : end.Directory.RemoveDirectory(end.Name);
    }

    internal static Errno RemoveFile(PathBase start, ReadOnlySpan<byte> path)
    {
        Errno error = Resolve(start, path, Follow.Never, out ResolvedPath found);
        using ResolvedPath end = found;
        return error != Errno.Success ? error
            : CheckSlash(end) is Errno slash and not Errno.Success ? slash
            : end.MustBeDirectory || PathParser.IsSelf(end.Name) ? Errno.Isdir
            : end.Directory.RemoveFile(end.Name);
    }

    /// <summary>Makes a symbolic link. Its target is not looked at, except that it must not be absolute where absolute paths are refused.</summary>
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

    /// <summary>Gives a file one more name. A link is linked itself.</summary>
    internal static Errno Link(PathBase start, ReadOnlySpan<byte> path, PathBase newStart, ReadOnlySpan<byte> newPath)
    {
        Errno error = Resolve(start, path, Follow.BehindSlash, out ResolvedPath found);
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
            : CheckMounts(source.Mount, destination.Mount) is Errno apart and not Errno.Success ? apart
            : CheckSlash(source) is Errno slash and not Errno.Success ? slash
            : source.MustBeDirectory || PathParser.IsSelf(source.Name) ? Errno.Perm
            : CheckNewFile(destination) is Errno taken and not Errno.Success ? taken
            : source.Directory.Link(source.Name, destination.Directory, destination.Name);
    }

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

        // A slash behind either name says that a directory is meant.
        bool mustBeDirectory = source.MustBeDirectory || destination.MustBeDirectory;
        return error != Errno.Success ? error
            : source.IsPoint || destination.IsPoint ? Errno.Busy
            : CheckMounts(source.Mount, destination.Mount) is Errno apart and not Errno.Success ? apart
            : PathParser.IsSelf(source.Name) || PathParser.IsSelf(destination.Name) ? Errno.Busy
            : CheckSlash(source with { MustBeDirectory = mustBeDirectory }) is Errno slash and not Errno.Success ? slash
            : source.Directory.Rename(source.Name, destination.Directory, destination.Name);
    }

    /// <summary>Whether what a slash stands behind is a directory.</summary>
    private static Errno CheckSlash(in ResolvedPath end)
    {
        if (!end.MustBeDirectory)
        {
            return Errno.Success;
        }

        Errno error = end.Directory.GetStat(end.Name, out Filestat stat);
        return error == Errno.Success && stat.Filetype != Filetype.Directory ? Errno.Notdir : error;
    }

    /// <summary>Whether something that is no directory may get the name: one with a slash behind it is for a directory.</summary>
    private static Errno CheckNewFile(in ResolvedPath end) =>
        PathParser.IsSelf(end.Name) ? Errno.Exist
        : !end.MustBeDirectory ? Errno.Success
        : end.Directory.GetStat(end.Name, out _) == Errno.Success ? Errno.Exist
        : Errno.Noent;

    /// <summary>Nothing moves from one mount to another, least of all to where more is permitted.</summary>
    private static Errno CheckMounts(Mount? source, Mount? destination) =>
        source == destination ? Errno.Success
        : source?.IsReadOnly != destination?.IsReadOnly ? Errno.Perm
        : Errno.Xdev;
}
