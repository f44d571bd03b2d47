using System;

namespace Witx.Bindings.Wasi;

/// <summary>How the path of the current directory follows a change.</summary>
internal static class CurrentDirectory
{
    /// <summary>The directory that a path leads to from another.</summary>
    /// <param name="root">Where absolute paths start.</param>
    /// <param name="current">The absolute path to start from.</param>
    /// <param name="path">The path.</param>
    /// <param name="next">The absolute path of the directory.</param>
    internal static Errno Change(RootDirectory root, ReadOnlySpan<byte> current, ReadOnlySpan<byte> path, out byte[] next)
    {
        next = [];
        Errno error = PathText.Check(path);
        if (error != Errno.Success)
        {
            return error;
        }

        byte[] joined = PathText.IsAbsolute(path) ? path.ToArray() : [.. current, (byte)'/', .. path];
        error = joined.Length > PathText.MaxLength ? Errno.Nametoolong : CheckDirectory(root, joined, follow: true);
        if (error == Errno.Success)
        {
            next = Simplify(root, joined);
        }

        return error;
    }

    /// <summary>The same path without what leads nowhere. A link's parent is where the link leads, so the two dots behind one must stay.</summary>
    private static byte[] Simplify(RootDirectory root, ReadOnlySpan<byte> path)
    {
        byte[] simple = new byte[path.Length + 1];
        int length = 0;
        while (!path.IsEmpty)
        {
            ReadOnlySpan<byte> name = PathText.TakeName(ref path);
            if (PathText.IsSelf(name))
            {
                continue;
            }

            if (PathText.IsParent(name) && CheckDirectory(root, simple.AsSpan(0, length), follow: false) == Errno.Success)
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

    private static Errno CheckDirectory(RootDirectory root, ReadOnlySpan<byte> path, bool follow)
    {
        if (path.IsEmpty)
        {
            return Errno.Success;
        }

        Errno error = Paths.GetStat(new PathStart(root, root.Mount, root), path, follow, out Filestat stat);
        return error == Errno.Success && stat.Filetype != Filetype.Directory ? Errno.Notdir : error;
    }
}
