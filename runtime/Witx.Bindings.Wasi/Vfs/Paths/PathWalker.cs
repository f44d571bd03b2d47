using System;
using System.Buffers;
using System.Runtime.CompilerServices;
using Witx.Bindings.Wasi.Vfs.Mounts;

namespace Witx.Bindings.Wasi.Vfs.Paths;

/// <summary>
/// Resolves a path component by component over <see cref="DirectoryInode.Lookup"/>. <c>..</c> returns to the directory that the path came through,
/// even if that was moved, and never leads above the directory that the path starts in. Of host directories only the innermost
/// <see cref="MaxOpen"/> stay open. To return to another one, the names up to it are resolved again, and must lead to the same directories.
/// </summary>
internal ref struct PathWalker
{
    /// <summary>Links followed on one way, as in Linux.</summary>
    private const int MaxLinks = 40;

    /// <summary>Host directories that stay open.</summary>
    private const int MaxOpen = 32;

    /// <summary>Returns to closed directories within one path. Each may resolve <see cref="MaxDepth"/> names again.</summary>
    private const int MaxReturns = 40;

    // As many names as a path has room for: only a chain of links can lead deeper.
    private const int MaxDepth = (PathParser.MaxLength + 1) / 2;
    private const int FirstDepth = 16;
    private const int FirstNamesLength = 256;

    private readonly MountTreeDirectory? _root;
    private DirectoryInode _base;
    private int _links;
    private int _returns;

    // The directories from the base to here, and their names, each before a slash. A directory that was closed is null, and its identity is kept.
    private DirectoryInode?[] _held = [];
    private (ulong Device, ulong Inode)[] _identities = [];
    private int _depth;
    private int _open;
    private byte[] _names = [];
    private int _namesLength;

    // What is left of the path, and the rented array that it lies in once a link was followed.
    private ReadOnlySpan<byte> _rest;
    private byte[]? _text;

    private PathWalker(DirectoryInode directory, ReadOnlySpan<byte> path, MountTreeDirectory? root)
    {
        _base = directory;
        _rest = path;
        _root = root;
    }

    private readonly DirectoryInode Here => _depth == 0 ? _base : _held[_depth - 1]!;

    /// <summary>Finds the parent and the last name of a path.</summary>
    /// <param name="directory">Where it starts.</param>
    /// <param name="path">Without slashes at its ends.</param>
    /// <param name="follow">Whether a link in last place is followed.</param>
    /// <param name="resolution">Where it led.</param>
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
            bool last = _rest.IsEmpty;
            if (name.Length > PathParser.MaxNameLength)
            {
                return Errno.Nametoolong;
            }

            bool parent = PathParser.IsParent(name);
            Errno error = parent ? Leave() : Errno.Success;
            if (error != Errno.Success)
            {
                return error;
            }

            if (parent || PathParser.IsSelf(name))
            {
                if (last)
                {
                    return End("."u8, ref resolution);
                }

                continue;
            }

            if (last && !follow)
            {
                return End(name, ref resolution);
            }

            error = Here.Lookup(name, out DirectoryInode? next);
            if (error == Errno.Success && !last)
            {
                error = Enter(name, next!);
            }
            else if (error == Errno.Success)
            {
                next!.Close();
                return End(name, ref resolution);
            }
            else if (error == Errno.Notdir)
            {
                error = FollowLink(name, last, ref resolution);
            }

            // What is neither directory nor link, or not there at all, may stand last.
            if (last && error is Errno.Notdir or Errno.Noent)
            {
                return End(name, ref resolution);
            }

            if (error != Errno.Success)
            {
                return error;
            }
        }
    }

    /// <summary>Puts a link's target before the rest of the path.</summary>
    /// <returns><c>notdir</c> when it is no link.</returns>
    private Errno FollowLink(ReadOnlySpan<byte> name, bool last, ref ResolvedPath resolution)
    {
        byte[] text = ArrayPool<byte>.Shared.Rent(PathParser.MaxLength + 1 + _rest.Length);
        Errno error = Here.ReadLink(name, text.AsSpan(0, PathParser.MaxLength + 1), out int length);
        if (error == Errno.Success)
        {
            error = ++_links > MaxLinks ? Errno.Loop : length > PathParser.MaxLength ? Errno.Nametoolong : length == 0 ? Errno.Noent : Errno.Success;
        }

        if (error != Errno.Success)
        {
            ArrayPool<byte>.Shared.Return(text);
            return error == Errno.Inval ? Errno.Notdir : error;
        }

        ReadOnlySpan<byte> target = text.AsSpan(0, length);
        bool absolute = PathParser.IsAbsolute(target);
        bool directory = PathParser.TrimEnd(ref target);
        resolution.MustBeDirectory |= last && directory;
        text[target.Length] = (byte)'/';
        _rest.CopyTo(text.AsSpan(target.Length + 1));
        _rest = text.AsSpan(0, target.Length + (last ? 0 : 1 + _rest.Length));
        Return(_text);
        _text = text;
        return !absolute || TryRestart() ? Errno.Success : Errno.Perm;
    }

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

    private Errno Enter(ReadOnlySpan<byte> name, DirectoryInode directory)
    {
        if (_depth == MaxDepth)
        {
            directory.Close();
            return Errno.Nametoolong;
        }

        Grow(ref _held, _depth, _depth + 1, FirstDepth);
        Grow(ref _names, _namesLength, _namesLength + name.Length + 1, FirstNamesLength);
        name.CopyTo(_names.AsSpan(_namesLength));
        _names[_namesLength + name.Length] = (byte)'/';
        _namesLength += name.Length + 1;
        _held[_depth++] = directory;
        _open += directory.IsOnHost ? 1 : 0;
        return _open > MaxOpen ? CloseOutermost() : Errno.Success;
    }

    /// <summary>Closes the outermost host directory that is open.</summary>
    private Errno CloseOutermost()
    {
        int index = 0;
        while (_held[index] is not { IsOnHost: true })
        {
            index++;
        }

        Errno error = _held[index]!.GetStat(out Filestat stat);
        Grow(ref _identities, index, index + 1, FirstDepth);
        _identities[index] = (stat.Dev, stat.Ino);
        Close(index);
        return error;
    }

    /// <summary>Returns to the directory that the path came from. Only the root is its own parent.</summary>
    private Errno Leave()
    {
        if (_depth == 0)
        {
            return _base == _root ? Errno.Success : Errno.Perm;
        }

        Close(--_depth);
        _namesLength = _names.AsSpan(0, _namesLength - 1).LastIndexOf((byte)'/') + 1;
        return _depth > 0 && _held[_depth - 1] is null ? Reopen() : Errno.Success;
    }

    /// <summary>Opens the innermost directories again, by their names from the outermost one that was closed.</summary>
    /// <returns><c>noent</c> if a name leads to another directory than before; <c>loop</c> after too many returns.</returns>
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
            if (_held[i] is { } open)
            {
                here = open;
                continue;
            }

            Errno error = here.Lookup(name, out DirectoryInode? next);
            error = error == Errno.Success && next!.GetStat(out Filestat stat) is var failure && (failure != Errno.Success || (stat.Dev, stat.Ino) != _identities[i])
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
            _held[i] = here;
            _open++;
        }

        return Errno.Success;
    }

    private void Close(int index)
    {
        _open -= _held[index] is { IsOnHost: true } ? 1 : 0;
        _held[index]?.Close();
        _held[index] = null;
    }

    private void CloseAll()
    {
        while (_depth > 0)
        {
            Close(--_depth);
        }

        _namesLength = 0;
    }

    private Errno End(ReadOnlySpan<byte> name, ref ResolvedPath resolution)
    {
        if (Here is MountTreeDirectory point)
        {
            resolution.Directory = point.Find(ref name, ref resolution.Mount, out resolution.IsPoint);
        }
        else
        {
            resolution.Mount = FindMount(resolution.Mount);
            resolution.Directory = Here;
            resolution.OwnsDirectory = _depth > 0;
            _depth = Math.Max(0, _depth - 1);
        }

        resolution.Name = name;
        (resolution.Text, _text) = (_text, null);
        return Errno.Success;
    }

    /// <summary>The mount of the innermost mount point on the way, else the one that the path started in.</summary>
    private readonly Mount? FindMount(Mount? start)
    {
        for (int i = _depth - 1; i >= 0; i--)
        {
            if (_held[i] is MountTreeDirectory point)
            {
                return point.Mount;
            }
        }

        return _base is MountTreeDirectory root ? root.Mount : start;
    }

    private void Release()
    {
        CloseAll();
        Return(_held);
        Return(_identities);
        Return(_names);
        Return(_text);
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
