using System;
using System.Collections.Generic;
using System.Linq;

namespace Witx.Bindings.Language.Text;

/// <summary>Operations on paths as text, without access to a file system. <c>/</c> and <c>\</c> are equivalent.</summary>
internal static class WitxPath
{
    private static readonly char[] s_separators = ['/', '\\'];

    /// <summary>Normalizes a path: uses <c>/</c> and resolves <c>.</c> and <c>..</c>.</summary>
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

    /// <summary>True if a path is already normalized, as most are.</summary>
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

    /// <summary>Resolves a path relative to the directory of a file.</summary>
    public static string Combine(string file, string path)
    {
        bool isRooted = path.Length > 0 && path[0] is '/' or '\\' || (path.Length > 1 && path[1] is ':');
        return Normalize(isRooted ? path : file.Substring(0, file.LastIndexOfAny(s_separators) + 1) + path);
    }

    /// <summary>Makes a path relative to the directory of a file, so that messages do not depend on the location of the project.</summary>
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
