using System;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>How the text of a path is taken apart.</summary>
internal static class PathParser
{
    private const byte Separator = (byte)'/';

    /// <summary>What every path has to be, whatever it leads to.</summary>
    internal static Errno Check(ReadOnlySpan<byte> path) =>
        path.IsEmpty ? Errno.Noent
        : path.Contains((byte)0) ? Errno.Inval
        : path.Length > PathLimits.MaxPathLength ? Errno.Nametoolong
        : Errno.Success;

    internal static bool IsAbsolute(ReadOnlySpan<byte> path) => !path.IsEmpty && path[0] == Separator;

    /// <summary>Whether a path names the directory that it starts in.</summary>
    internal static bool StartsHere(ReadOnlySpan<byte> path) => path.StartsWith("./"u8) || path.SequenceEqual("."u8);

    /// <summary>Takes the slashes from the end, which must never reach a system: behind one it follows a link that it was told not to.</summary>
    /// <returns>Whether there were any: what the path leads to must be a directory.</returns>
    internal static bool TrimEnd(scoped ref ReadOnlySpan<byte> path)
    {
        int length = path.Length;
        path = path.TrimEnd(Separator);
        return path.Length < length;
    }

    /// <summary>Takes the first name and the slashes around it. Nothing is left behind the last one.</summary>
    internal static ReadOnlySpan<byte> TakeName(scoped ref ReadOnlySpan<byte> path)
    {
        path = path.TrimStart(Separator);
        int end = path.IndexOf(Separator);
        ReadOnlySpan<byte> name = end < 0 ? path : path[..end];
        path = path[name.Length..].TrimStart(Separator);
        return name;
    }

    /// <summary>Splits off the last name of a path that does not end in a slash.</summary>
    /// <param name="path">The path.</param>
    /// <param name="parent">What stands before it; nothing when it is the only one.</param>
    internal static ReadOnlySpan<byte> TakeLastName(ReadOnlySpan<byte> path, out ReadOnlySpan<byte> parent)
    {
        int slash = path.LastIndexOf(Separator);
        parent = path[..(slash + 1)];
        return path[(slash + 1)..];
    }

    /// <summary>Whether a path is one name, which is not the parent's.</summary>
    internal static bool IsEntry(ReadOnlySpan<byte> path) =>
        path.Length <= PathLimits.MaxNameLength && !path.Contains(Separator) && !IsParent(path);

    /// <summary>Whether a name is the directory itself; so is what a path of slashes alone leaves.</summary>
    internal static bool IsSelf(ReadOnlySpan<byte> name) => name.IsEmpty || (name.Length == 1 && name[0] == (byte)'.');

    internal static bool IsParent(ReadOnlySpan<byte> name) => name.Length == 2 && name[0] == (byte)'.' && name[1] == (byte)'.';
}
