using System;
using System.Buffers;
using System.Runtime.CompilerServices;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs.Mounts;

namespace Witx.Bindings.Wasi.Vfs.Paths;

/// <summary>Resolves a path component by component with <see cref="DirectoryInode.Lookup"/>.</summary>
/// <remarks>
/// <c>..</c> returns to the directory that the path came through, even if that was moved since, and never leaves the directory that
/// the path starts in. Only the innermost <see cref="MaxOpen"/> host directories stay open. To return to a closed one, its path is
/// resolved again, and must lead to the same directories (device and inode number).
/// </remarks>
internal ref struct PathWalker
{
    /// <summary>The maximum number of symbolic links in one resolution, as in Linux (<c>path_resolution(7)</c>).</summary>
    private const int MaxLinks = 40;

    /// <summary>The maximum number of host directories that stay open.</summary>
    private const int MaxOpen = 32;

    /// <summary>
    /// The maximum number of returns to closed directories in one resolution. Each can look up <see cref="MaxDepth"/> names again.
    /// </summary>
    private const int MaxReturns = 40;

    // The maximum number of components in one path. Only a chain of symbolic links can lead deeper.
    private const int MaxDepth = (PathLimits.MaxPathLength + 1) / 2;
    private const int FirstDepth = 16;
    private const int FirstNamesLength = 256;

    private readonly MountTreeDirectory? _root;
    private DirectoryInode _base;
    private int _links;
    private int _returns;

    // The directories below the base on the way to the current one, and their names, each followed by a slash. A closed directory is
    // null, and its device and inode number are in _identities.
    private DirectoryInode?[] _directories = [];
    private (ulong Device, ulong Inode)[] _identities = [];
    private int _depth;
    private int _open;
    private byte[] _names = [];
    private int _namesLength;

    // The rest of the path, and the rented array that contains it after a symbolic link was followed.
    private ReadOnlySpan<byte> _rest;
    private byte[]? _rented;

    private PathWalker(DirectoryInode directory, ReadOnlySpan<byte> path, MountTreeDirectory? root)
    {
        _base = directory;
        _rest = path;
        _root = root;
    }

    private readonly DirectoryInode Current => _depth == 0 ? _base : _directories[_depth - 1]!;

    /// <summary>Finds the directory that contains the last component of a path.</summary>
    /// <param name="directory">The directory that the path starts in.</param>
    /// <param name="path">The path in UTF-8, without leading and trailing slashes.</param>
    /// <param name="follow">True to follow a symbolic link in the last component.</param>
    /// <param name="resolution">Receives the directory and the last component. The caller disposes it after success.</param>
    /// <returns>
    /// <c>Errno.Perm</c> (EPERM) if the path leaves <paramref name="directory"/>, <c>Errno.Loop</c> (ELOOP) after too many symbolic links.
    /// </returns>
    internal static Errno Resolve(DirectoryInode directory, ReadOnlySpan<byte> path, bool follow, ref ResolvedPath resolution)
    {
        PathWalker walker = new(directory, path, resolution.Root);
        try
        {
            return walker.Walk(follow, ref resolution);
        }
        finally
        {
            walker.Release();
        }
    }

    private Errno Walk(bool follow, ref ResolvedPath resolution)
    {
        while (true)
        {
            ReadOnlySpan<byte> name = PathParser.TakeName(ref _rest);
            bool isLast = _rest.IsEmpty;
            if (name.Length > PathLimits.MaxNameLength)
            {
                return Errno.Nametoolong;
            }

            bool isParent = PathParser.IsParent(name);
            Errno error = isParent ? Leave() : Errno.Success;
            if (error != Errno.Success)
            {
                return error;
            }

            if (isParent || PathParser.IsSelf(name))
            {
                if (isLast)
                {
                    return Finish("."u8, ref resolution);
                }

                continue;
            }

            if (isLast && !follow)
            {
                return Finish(name, ref resolution);
            }

            DirectoryInode current = Current;
            error = current.Lookup(name, out DirectoryInode? next);
            if (error == Errno.Success && !isLast)
            {
                error = Enter(name, next!);
            }
            else if (error == Errno.Success)
            {
                next!.Close();
                return Finish(name, ref resolution);
            }
            else if (error == Errno.Notdir)
            {
                error = FollowLink(name, isLast, ref resolution);
            }

            // The last component may be a file of another type, or may not exist.
            if (isLast && error is Errno.Notdir or Errno.Noent)
            {
                return Finish(name, ref resolution);
            }

            if (error != Errno.Success)
            {
                return current.ToTraversalError(name, error);
            }
        }
    }

    /// <summary>Reads a symbolic link and inserts its target before the rest of the path.</summary>
    /// <returns><c>Errno.Notdir</c> (ENOTDIR) if the entry is not a symbolic link.</returns>
    private Errno FollowLink(ReadOnlySpan<byte> name, bool isLast, ref ResolvedPath resolution)
    {
        byte[] text = ArrayPool<byte>.Shared.Rent(PathLimits.MaxPathLength + 1 + _rest.Length);
        Errno error = Current.ReadLinkToFollow(name, text.AsSpan(0, PathLimits.MaxPathLength + 1), out int length);
        if (error == Errno.Success)
        {
            error = ++_links > MaxLinks ? Errno.Loop
                : length > PathLimits.MaxPathLength ? Errno.Nametoolong
                : length == 0 ? Errno.Noent
                : Errno.Success;
        }

        if (error != Errno.Success)
        {
            ArrayPool<byte>.Shared.Return(text);
            return error == Errno.Inval ? Errno.Notdir : error;
        }

        ReadOnlySpan<byte> target = text.AsSpan(0, length);
        bool isAbsolute = PathParser.IsAbsolute(target);
        bool directory = PathParser.TrimEnd(ref target);
        resolution.MustBeDirectory |= isLast && directory;
        text[target.Length] = (byte)'/';
        _rest.CopyTo(text.AsSpan(target.Length + 1));
        _rest = text.AsSpan(0, target.Length + (isLast ? 0 : 1 + _rest.Length));
        Return(_rented);
        _rented = text;
        return !isAbsolute || TryRestart() ? Errno.Success : Errno.Perm;
    }

    /// <summary>Restarts the resolution at the root, for an absolute link.</summary>
    /// <returns>False if there is no root.</returns>
    private bool TryRestart()
    {
        if (_root is null)
        {
            return false;
        }

        CloseAll();
        _base = _root;
        return true;
    }

    /// <summary>Makes a child directory the current one.</summary>
    private Errno Enter(ReadOnlySpan<byte> name, DirectoryInode directory)
    {
        if (_depth == MaxDepth)
        {
            directory.Close();
            return Errno.Nametoolong;
        }

        Grow(ref _directories, _depth, _depth + 1, FirstDepth);
        Grow(ref _names, _namesLength, _namesLength + name.Length + 1, FirstNamesLength);
        name.CopyTo(_names.AsSpan(_namesLength));
        _names[_namesLength + name.Length] = (byte)'/';
        _namesLength += name.Length + 1;
        _directories[_depth++] = directory;
        _open += directory.IsOnHost ? 1 : 0;
        return _open > MaxOpen ? CloseOutermost() : Errno.Success;
    }

    /// <summary>Closes the outermost open host directory and keeps its device and inode number.</summary>
    private Errno CloseOutermost()
    {
        int index = 0;
        while (_directories[index] is not { IsOnHost: true })
        {
            index++;
        }

        Errno error = _directories[index]!.GetStat(out Filestat stat);
        Grow(ref _identities, index, index + 1, FirstDepth);
        _identities[index] = (stat.Dev, stat.Ino);
        Close(index);
        return error;
    }

    /// <summary>Returns to the directory that the path came from, for <c>..</c>. Only the root is its own parent.</summary>
    /// <returns><c>Errno.Perm</c> (EPERM) if the path would leave the directory that it starts in.</returns>
    private Errno Leave()
    {
        if (_depth == 0)
        {
            return _base == _root ? Errno.Success : Errno.Perm;
        }

        Close(--_depth);
        _namesLength = _names.AsSpan(0, _namesLength - 1).LastIndexOf((byte)'/') + 1;
        return _depth > 0 && _directories[_depth - 1] is null ? Reopen() : Errno.Success;
    }

    /// <summary>Reopens the closed directories up to the current one, by their names.</summary>
    /// <returns>
    /// <c>Errno.Noent</c> (ENOENT) if a name now leads to another directory, <c>Errno.Loop</c> (ELOOP) after <see cref="MaxReturns"/>
    /// calls.
    /// </returns>
    private Errno Reopen()
    {
        if (++_returns > MaxReturns)
        {
            return Errno.Loop;
        }

        ReadOnlySpan<byte> names = _names.AsSpan(0, _namesLength);
        DirectoryInode here = _base;
        for (int i = 0; i < _depth; i++)
        {
            ReadOnlySpan<byte> name = PathParser.TakeName(ref names);
            if (_directories[i] is { } open)
            {
                here = open;
                continue;
            }

            Errno error = here.Lookup(name, out DirectoryInode? next);
            error = error == Errno.Success
                && next!.GetStat(out Filestat stat) is var failure
                && (failure != Errno.Success || (stat.Dev, stat.Ino) != _identities[i])
                    ? Errno.Noent
                    : error;
            if (i > 0 && _depth - i >= MaxOpen && here.IsOnHost)
            {
                Close(i - 1);
            }

            if (error != Errno.Success)
            {
                next?.Close();
                return error == Errno.Notdir ? Errno.Noent : error;
            }

            here = next!;
            _directories[i] = here;
            _open++;
        }

        return Errno.Success;
    }

    private void Close(int index)
    {
        _open -= _directories[index] is { IsOnHost: true } ? 1 : 0;
        _directories[index]?.Close();
        _directories[index] = null;
    }

    private void CloseAll()
    {
        while (_depth > 0)
        {
            Close(--_depth);
        }

        _namesLength = 0;
    }

    /// <summary>Stores the current directory and the last component in the result, which then owns the directory.</summary>
    private Errno Finish(ReadOnlySpan<byte> name, ref ResolvedPath resolution)
    {
        if (Current is MountTreeDirectory node)
        {
            resolution.Directory = node.Find(ref name, ref resolution.Mount, out resolution.IsPoint);
        }
        else
        {
            resolution.Mount = FindMount(resolution.Mount);
            resolution.Directory = Current;
            resolution.OwnsDirectory = _depth > 0;
            _depth = Math.Max(0, _depth - 1);
        }

        resolution.Name = name;
        (resolution.Text, _rented) = (_rented, null);
        return Errno.Success;
    }

    /// <summary>Returns the mount of the innermost mount point on the way, or the mount that the path started in.</summary>
    private readonly Mount? FindMount(Mount? start)
    {
        for (int i = _depth - 1; i >= 0; i--)
        {
            if (_directories[i] is MountTreeDirectory node)
            {
                return node.Mount;
            }
        }

        return _base is MountTreeDirectory root ? root.Mount : start;
    }

    private void Release()
    {
        CloseAll();
        Return(_directories);
        Return(_identities);
        Return(_names);
        Return(_rented);
    }

    private static void Grow<T>(ref T[] rented, int used, int needed, int first)
    {
        if (needed > rented.Length)
        {
            T[] larger = ArrayPool<T>.Shared.Rent(Math.Max(first, needed * 2));
            rented.AsSpan(0, Math.Min(used, rented.Length)).CopyTo(larger);
            Return(rented);
            rented = larger;
        }
    }

    private static void Return<T>(T[]? rented)
    {
        if (rented is { Length: > 0 })
        {
            ArrayPool<T>.Shared.Return(rented, clearArray: RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        }
    }
}
