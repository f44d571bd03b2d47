using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Language.Syntax;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language;

/// <summary>The files that <c>use</c> can refer to, by path.</summary>
public sealed class WitxFileSet
{
    private readonly Dictionary<string, WitxFile> _files;

    /// <summary>Creates a set. The first of several files with the same path wins.</summary>
    /// <param name="files">The files.</param>
    public WitxFileSet(IEnumerable<WitxFile> files)
    {
        _files = new(files is IReadOnlyCollection<WitxFile> all ? all.Count : 0);
        foreach (WitxFile file in files)
        {
            if (!_files.ContainsKey(file.Key))
            {
                _files.Add(file.Key, file);
            }
        }
    }

    /// <summary>Loads files and all files that they use.</summary>
    /// <param name="roots">The paths of the root files.</param>
    /// <param name="read">Returns the text of a file, or null if it does not exist. The resolver reports a missing file at its
    /// <c>use</c>.</param>
    public static WitxFileSet Load(IEnumerable<string> roots, Func<string, string?> read)
    {
        WitxFileSet set = new([]);
        Stack<string> wanted = new(roots.Reverse());
        while (wanted.Count > 0)
        {
            string path = wanted.Pop();
            string key = WitxPath.Normalize(path);
            if (set._files.ContainsKey(key) || read(path) is not { } text)
            {
                continue;
            }

            WitxFile file = WitxFile.Parse(path, text);
            set._files.Add(key, file);
            foreach (UseSyntax use in file.Syntax.Definitions.OfType<UseSyntax>().Reverse())
            {
                wanted.Push(WitxPath.Combine(path, use.Path));
            }
        }

        return set;
    }

    /// <summary>Gets all files, in the order in which they were added.</summary>
    public IEnumerable<WitxFile> Files => _files.Values;

    /// <summary>
    /// Finds a file by path. <c>/</c> and <c>\</c> are equivalent, <c>.</c> and <c>..</c> are resolved, and case matters.
    /// </summary>
    /// <param name="path">The path.</param>
    /// <returns>The file, or null if there is none.</returns>
    public WitxFile? Find(string path) => _files.TryGetValue(WitxPath.Normalize(path), out WitxFile? file) ? file : null;

    /// <summary>Finds the file that <c>(use "path")</c> in another file refers to.</summary>
    /// <param name="user">The file with the <c>use</c>.</param>
    /// <param name="path">The path in the <c>use</c>, relative to the directory of that file.</param>
    /// <returns>The file, or null if there is none.</returns>
    public WitxFile? Find(WitxFile user, string path) =>
        _files.TryGetValue(WitxPath.Combine(user.Path, path), out WitxFile? file) ? file : null;

    /// <summary>Finds a file by its normalized path.</summary>
    internal WitxFile? FindKey(string key) => _files.TryGetValue(key, out WitxFile? file) ? file : null;

    internal IEnumerable<string> GetPathsBeside(WitxFile user)
    {
        string directory = WitxPath.Combine(user.Path, "x");
        directory = directory.Substring(0, directory.Length - 1);
        return _files.Keys
            .Where(path => path.Length > directory.Length && path.StartsWith(directory, StringComparison.Ordinal))
            .Select(path => path.Substring(directory.Length));
    }
}
