using System;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>Splits paths into components.</summary>
internal static class PathParser
{
    private const byte Separator = (byte)'/';

    /// <summary>Checks a path: not empty, without a NUL, and not too long.</summary>
    internal static Errno Check(ReadOnlySpan<byte> path) =>
        path.IsEmpty ? Errno.Noent
        : path.Contains((byte)0) ? Errno.Inval
        : path.Length > PathLimits.MaxPathLength ? Errno.Nametoolong
        : Errno.Success;

    internal static bool IsAbsolute(ReadOnlySpan<byte> path) => !path.IsEmpty && path[0] == Separator;

    /// <summary>True if a path starts with the component <c>.</c>.</summary>
    internal static bool StartsHere(ReadOnlySpan<byte> path) => path.StartsWith("./"u8) || path.SequenceEqual("."u8);

    /// <summary>
    /// Removes trailing slashes. They must not reach the host, which would follow a symbolic link before one in spite of
    /// <c>O_NOFOLLOW</c>.
    /// </summary>
    /// <returns>True if there were any, so that the path must name a directory.</returns>
    internal static bool TrimEnd(scoped ref ReadOnlySpan<byte> path)
    {
        int length = path.Length;
        path = path.TrimEnd(Separator);
        return path.Length < length;
    }

    /// <summary>Removes the first component and the slashes around it from a path.</summary>
    /// <returns>The component.</returns>
    internal static ReadOnlySpan<byte> TakeName(scoped ref ReadOnlySpan<byte> path)
    {
        path = path.TrimStart(Separator);
        int end = path.IndexOf(Separator);
        ReadOnlySpan<byte> name = end < 0 ? path : path[..end];
        path = path[name.Length..].TrimStart(Separator);
        return name;
    }

    /// <summary>Splits a path without trailing slashes before its last component.</summary>
    /// <param name="path">The path.</param>
    /// <param name="parent">The path before the last component; empty if it is the only one.</param>
    internal static ReadOnlySpan<byte> TakeLastName(ReadOnlySpan<byte> path, out ReadOnlySpan<byte> parent)
    {
        int slash = path.LastIndexOf(Separator);
        parent = path[..(slash + 1)];
        return path[(slash + 1)..];
    }

    /// <summary>True if a path is a single component other than <c>..</c>.</summary>
    internal static bool IsEntry(ReadOnlySpan<byte> path) =>
        path.Length <= PathLimits.MaxNameLength && !path.Contains(Separator) && !IsParent(path);

    /// <summary>True if a component names the directory itself: <c>.</c>, or empty for a path of slashes only.</summary>
    internal static bool IsSelf(ReadOnlySpan<byte> name) => name.IsEmpty || (name.Length == 1 && name[0] == (byte)'.');

    /// <summary>True if a component is <c>..</c>.</summary>
    internal static bool IsParent(ReadOnlySpan<byte> name) => name.Length == 2 && name[0] == (byte)'.' && name[1] == (byte)'.';
}
