using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Mounts;
using Witx.Bindings.Wasi.Vfs.Paths;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>The current directory of a process. A process without a root directory stays in <c>/</c>.</summary>
/// <param name="root">The root directory of the process; null if it has none.</param>
internal sealed class WorkingDirectory(MountTreeDirectory? root)
{
    /// <summary>Creates a copy, for the copy of a process.</summary>
    internal WorkingDirectory(WorkingDirectory other)
        : this(other.Root) => Path = other.Path;

    /// <summary>The directory that absolute paths start from; null if the process has none.</summary>
    internal MountTreeDirectory? Root => root;

    /// <summary>The absolute path of the current directory.</summary>
    internal byte[] Path { get; private set; } = [(byte)'/'];

    /// <summary>Enters the directory that the embedder chose.</summary>
    /// <exception cref="IOException">It does not exist.</exception>
    internal void Enter(string path)
    {
        if (path is not "/" && Change(Encoding.UTF8.GetBytes(path)) is not Errno.Success and var error)
        {
            string reason = root is null ? "the guest has no root directory, see PreopenRoot" : $"its lookup failed with Errno.{error}";
            throw new IOException($"The working directory '{path}' cannot be entered: {reason}.");
        }
    }

    /// <summary>Changes the current directory (<c>chdir</c>).</summary>
    /// <param name="path">The absolute or relative path to change to.</param>
    /// <returns>
    /// <c>Errno.Notdir</c> (ENOTDIR) if the path is not a directory, <c>Errno.Nametoolong</c> (ENAMETOOLONG) if the absolute path is too
    /// long, <c>Errno.Noent</c> (ENOENT) without a root directory, or the error of its lookup.
    /// </returns>
    internal Errno Change(ReadOnlySpan<byte> path)
    {
        if (root is null)
        {
            return Errno.Noent;
        }

        Errno error = PathParser.Check(path);
        if (error != Errno.Success)
        {
            return error;
        }

        byte[] joined = PathParser.IsAbsolute(path) ? path.ToArray() : [.. Path, (byte)'/', .. path];
        error = joined.Length > PathLimits.MaxPathLength ? Errno.Nametoolong : CheckDirectory(root, joined, follow: true);
        if (error == Errno.Success)
        {
            Path = Simplify(root, joined);
        }

        return error;
    }

    /// <summary>Changes the current directory to that of a descriptor (<c>fchdir</c>).</summary>
    /// <param name="file">The open file description of the descriptor.</param>
    /// <returns>
    /// <c>Errno.Notdir</c> (ENOTDIR) if it is not a directory, <c>Errno.Noent</c> (ENOENT) if it has been moved since it was opened.
    /// </returns>
    internal Errno Change(OpenFileDescription file)
    {
        if (file.Inode is not DirectoryInode directory)
        {
            return Errno.Notdir;
        }

        if (root is null || file.GuestPath is not { } path)
        {
            return Errno.Noent;
        }

        Errno error = PathOperations.GetStat(new PathBase(root, root.Mount, root), path, follow: true, out Filestat found);
        Filestat stat = default;
        error = error == Errno.Success ? directory.GetStat(out stat) : error;
        return error != Errno.Success ? error
            : (found.Dev, found.Ino) != (stat.Dev, stat.Ino) ? Errno.Noent
            : Change(path);
    }

    /// <summary>Resolves a path against the current directory, and removes <c>.</c> and repeated slashes.</summary>
    internal Errno GetAbsolutePath(ReadOnlySpan<byte> path, out byte[] absolute)
    {
        absolute = [];
        Errno error = PathParser.Check(path);
        if (error == Errno.Success)
        {
            absolute = Join(Path, path);
            error = PathParser.Check(absolute);
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
