using System;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Mounts;
using Witx.Bindings.Wasi.Vfs.Paths;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>How the path of the current directory follows a change.</summary>
internal static class WorkingDirectory
{
    /// <summary>The directory that a path leads to from another.</summary>
    /// <param name="root">Where absolute paths start.</param>
    /// <param name="current">The absolute path to start from.</param>
    /// <param name="path">The path.</param>
    /// <param name="next">The absolute path of the directory.</param>
    internal static Errno Change(MountTreeDirectory root, ReadOnlySpan<byte> current, ReadOnlySpan<byte> path, out byte[] next)
    {
        next = [];
        Errno error = PathParser.Check(path);
        if (error != Errno.Success)
        {
            return error;
        }

        byte[] joined = PathParser.IsAbsolute(path) ? path.ToArray() : [.. current, (byte)'/', .. path];
        error = joined.Length > PathParser.MaxLength ? Errno.Nametoolong : CheckDirectory(root, joined, follow: true);
        if (error == Errno.Success)
        {
            next = Simplify(root, joined);
        }

        return error;
    }

    /// <summary>The same path without what leads nowhere. A link's parent is where the link leads, so the two dots behind one must stay.</summary>
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
