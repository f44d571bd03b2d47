using System;
using System.Collections.Generic;
using System.Linq;

namespace Witx.Bindings.Language.Text;

/// <summary>Paths as text: <c>/</c> and <c>\</c> alike, <c>.</c> and <c>..</c> taken away. No file system is asked.</summary>
internal static class WitxPath
{
    private static readonly char[] s_separators = ['/', '\\'];

    /// <summary>The one spelling of a path by which files are told apart.</summary>
    public static string Normalize(string path)
    {
        if (IsNormal(path))
        {
            return path;
        }

        bool isRooted = path.Length > 0 && path[0] is '/' or '\\';
        List<string> parts = [];
        foreach (string part in path.Split(s_separators))
        {
            if (part is ".." && parts.Count > 0 && parts[parts.Count - 1] is not "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part.Length > 0 && part is not "." && (part is not ".." || !isRooted))
            {
                parts.Add(part);
            }
        }

        return (isRooted ? "/" : "") + string.Join("/", parts);
    }

    /// <summary>Whether nothing is to be taken away, as in nearly every path.</summary>
    private static bool IsNormal(string path)
    {
        int start = path.Length > 0 && path[0] is '/' ? 1 : 0;
        while (start < path.Length)
        {
            int end = path.IndexOf('/', start);
            ReadOnlySpan<char> part = path.AsSpan(start, (end < 0 ? path.Length : end) - start);
            if (part is "" or "." or ".." || part.IndexOf('\\') >= 0 || end == path.Length - 1)
            {
                return false;
            }

            start = end < 0 ? path.Length : end + 1;
        }

        return true;
    }

    /// <summary>The path that a file means by a path of its own.</summary>
    public static string Combine(string file, string path)
    {
        bool isRooted = path.Length > 0 && path[0] is '/' or '\\' || (path.Length > 1 && path[1] is ':');
        return Normalize(isRooted ? path : file.Substring(0, file.LastIndexOfAny(s_separators) + 1) + path);
    }

    /// <summary>How a file says the path of another: the same on every machine, wherever the project lies.</summary>
    public static string MakeRelative(string file, string path)
    {
        string[] from = Normalize(file).Split('/');
        string[] to = Normalize(path).Split('/');
        int common = 0;
        while (common < Math.Min(from.Length, to.Length) - 1 && from[common] == to[common])
        {
            common++;
        }

        return string.Concat(Enumerable.Repeat("../", from.Length - 1 - common)) + string.Join("/", to.Skip(common));
    }
}
