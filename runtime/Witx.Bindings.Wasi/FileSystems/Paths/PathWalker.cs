using System;
using System.Buffers;
using System.Runtime.CompilerServices;

namespace Witx.Bindings.Wasi;

/// <summary>
/// Resolves a path name by name over <see cref="DirectoryInode.Lookup"/>. It holds every directory that it came through, so that <c>..</c> is the one
/// it came from, whatever was moved meanwhile, and it never stands above the one it started in.
/// </summary>
internal ref struct PathWalker
{
    /// <summary>Links followed on one way, as in Linux.</summary>
    private const int MaxLinks = 40;

    // As many names as a path has room for: only a chain of links can lead deeper.
    private const int MaxDepth = (PathText.MaxLength + 1) / 2;
    private const int FirstDepth = 16;

    private readonly RootDirectory? _root;
    private DirectoryInode _base;
    private DirectoryInode[] _held = [];
    private int _depth;
    private int _links;

    // What is left of the path, and the rented array that it lies in once a link was followed.
    private ReadOnlySpan<byte> _rest;
    private byte[]? _text;

    private PathWalker(DirectoryInode directory, ReadOnlySpan<byte> path, RootDirectory? root)
    {
        _base = directory;
        _rest = path;
        _root = root;
    }

    private readonly DirectoryInode Here => _depth == 0 ? _base : _held[_depth - 1];

    /// <summary>Finds the parent and the last name of a path.</summary>
    /// <param name="directory">Where it starts.</param>
    /// <param name="path">Without slashes at its ends.</param>
    /// <param name="follow">Whether a link in last place is followed.</param>
    /// <param name="resolution">Where it led.</param>
    internal static Errno Resolve(DirectoryInode directory, ReadOnlySpan<byte> path, bool follow, ref Resolution resolution)
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

    private Errno Walk(bool follow, ref Resolution resolution)
    {
        while (true)
        {
            ReadOnlySpan<byte> name = PathText.TakeName(ref _rest);
            bool last = _rest.IsEmpty;
            if (name.Length > PathText.MaxNameLength)
            {
                return Errno.Nametoolong;
            }

            bool parent = PathText.IsParent(name);
            if (parent && !TryLeave())
            {
                return Errno.Perm;
            }

            if (parent || PathText.IsSelf(name))
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

            Errno error = Here.Lookup(name, out DirectoryInode? next);
            if (error == Errno.Success && !last)
            {
                error = Enter(next!);
            }
            else if (error == Errno.Success)
            {
                next!.Closed();
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
    private Errno FollowLink(ReadOnlySpan<byte> name, bool last, ref Resolution resolution)
    {
        byte[] text = ArrayPool<byte>.Shared.Rent(PathText.MaxLength + 1 + _rest.Length);
        Errno error = Here.ReadLink(name, text.AsSpan(0, PathText.MaxLength + 1), out int length);
        if (error == Errno.Success)
        {
            error = ++_links > MaxLinks ? Errno.Loop : length > PathText.MaxLength ? Errno.Nametoolong : length == 0 ? Errno.Noent : Errno.Success;
        }

        if (error != Errno.Success)
        {
            ArrayPool<byte>.Shared.Return(text);
            return error == Errno.Inval ? Errno.Notdir : error;
        }

        ReadOnlySpan<byte> target = text.AsSpan(0, length);
        bool absolute = PathText.IsAbsolute(target);
        bool directory = PathText.TrimEnd(ref target);
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

        while (_depth > 0)
        {
            _held[--_depth].Closed();
        }

        _base = _root;
        return true;
    }

    private Errno Enter(DirectoryInode directory)
    {
        if (_depth == MaxDepth)
        {
            directory.Closed();
            return Errno.Nametoolong;
        }

        if (_depth == _held.Length)
        {
            DirectoryInode[] held = ArrayPool<DirectoryInode>.Shared.Rent(Math.Max(FirstDepth, _depth * 2));
            _held.CopyTo(held, 0);
            Return(_held);
            _held = held;
        }

        _held[_depth++] = directory;
        return Errno.Success;
    }

    /// <summary>Goes back to where it came from. Only the root's parent is itself.</summary>
    private bool TryLeave()
    {
        if (_depth > 0)
        {
            _held[--_depth].Closed();
            return true;
        }

        return _base == _root;
    }

    private Errno End(ReadOnlySpan<byte> name, ref Resolution resolution)
    {
        if (Here is RootDirectory point)
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
            if (_held[i] is RootDirectory point)
            {
                return point.Mount;
            }
        }

        return _base is RootDirectory root ? root.Mount : start;
    }

    private void Release()
    {
        while (_depth > 0)
        {
            _held[--_depth].Closed();
        }

        Return(_held);
        Return(_text);
    }

    private static void Return<T>(T[]? rented)
    {
        if (rented is { Length: > 0 })
        {
            ArrayPool<T>.Shared.Return(rented, clearArray: RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        }
    }
}
