using System;
using System.Collections.Generic;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Mounts;
using Witx.Bindings.Wasi.Vfs.Paths;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>Computes the path of the current directory after <c>chdir</c>.</summary>
internal static class WorkingDirectory
{
    /// <summary>Resolves a path against the current directory, and checks that it is a directory.</summary>
    /// <param name="root">The root directory of the process.</param>
    /// <param name="current">The absolute path of the current directory.</param>
    /// <param name="path">The absolute or relative path to change to.</param>
    /// <param name="next">The absolute path of the new current directory; empty on failure.</param>
    /// <returns>
    /// <c>Errno.Notdir</c> if the path is not a directory, <c>Errno.Nametoolong</c> if the absolute path is too long, or the error of
    /// its lookup.
    /// </returns>
    internal static Errno Change(MountTreeDirectory root, ReadOnlySpan<byte> current, ReadOnlySpan<byte> path, out byte[] next)
    {
        next = [];
        Errno error = PathParser.Check(path);
        if (error != Errno.Success)
        {
            return error;
        }

        byte[] joined = PathParser.IsAbsolute(path) ? path.ToArray() : [.. current, (byte)'/', .. path];
        error = joined.Length > PathLimits.MaxPathLength ? Errno.Nametoolong : CheckDirectory(root, joined, follow: true);
        if (error == Errno.Success)
        {
            next = Simplify(root, joined);
        }

        return error;
    }

    /// <summary>Resolves a path against a directory, and removes <c>.</c> components and repeated slashes.</summary>
    internal static byte[] Join(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path)
    {
        List<byte> joined = [];
        if (!PathParser.IsAbsolute(path))
        {
            Append(joined, directory);
        }

        Append(joined, path);
        return joined.Count == 0 ? [(byte)'/'] : [.. joined];
    }

    private static void Append(List<byte> joined, ReadOnlySpan<byte> path)
    {
        while (!path.IsEmpty)
        {
            ReadOnlySpan<byte> name = PathParser.TakeName(ref path);
            if (!PathParser.IsSelf(name))
            {
                joined.Add((byte)'/');
                joined.AddRange(name);
            }
        }
    }

    /// <summary>Removes <c>.</c> components, and <c>..</c> components together with the directory before them.</summary>
    /// <remarks>A <c>..</c> after a symbolic link is kept: it refers to the parent of the link's target.</remarks>
    private static byte[] Simplify(MountTreeDirectory root, ReadOnlySpan<byte> path)
    {
        byte[] simple = new byte[path.Length + 1];
        int length = 0;
        while (!path.IsEmpty)
        {
            ReadOnlySpan<byte> name = PathParser.TakeName(ref path);
            if (PathParser.IsSelf(name))
            {
                continue;
            }

            if (PathParser.IsParent(name) && CheckDirectory(root, simple.AsSpan(0, length), follow: false) == Errno.Success)
            {
                length = Math.Max(0, simple.AsSpan(0, length).LastIndexOf((byte)'/'));
                continue;
            }

            simple[length++] = (byte)'/';
            name.CopyTo(simple.AsSpan(length));
            length += name.Length;
        }

        return length == 0 ? [(byte)'/'] : simple[..length];
    }

    private static Errno CheckDirectory(MountTreeDirectory root, ReadOnlySpan<byte> path, bool follow)
    {
        if (path.IsEmpty)
        {
            return Errno.Success;
        }

        Errno error = PathOperations.GetStat(new PathBase(root, root.Mount, root), path, follow, out Filestat stat);
        return error == Errno.Success && stat.Filetype != Filetype.Directory ? Errno.Notdir : error;
    }
}
