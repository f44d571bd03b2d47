using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Language.Syntax;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language;

/// <summary>The files that <c>use</c> can reach, by path.</summary>
public sealed class WitxFileSet
{
    private readonly Dictionary<string, WitxFile> _files;

    /// <summary>Creates a set. Of two files of one path the first counts.</summary>
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

    /// <summary>Reads files and all that they use, wherever they lie.</summary>
    /// <param name="roots">The paths to begin with.</param>
    /// <param name="read">Gives the text of a path, or null when there is no such file: the resolver reports it where it is used.</param>
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

    /// <summary>Every file, in the order in which they were given.</summary>
    public IEnumerable<WitxFile> Files => _files.Values;

    /// <summary>The file of a path. <c>/</c> and <c>\</c> are one, and <c>.</c> and <c>..</c> are followed; letter case counts.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The file, or null when there is none.</returns>
    public WitxFile? Find(string path) => _files.TryGetValue(WitxPath.Normalize(path), out WitxFile? file) ? file : null;

    /// <summary>The file that another one means by <c>(use "path")</c>.</summary>
    /// <param name="user">The file that holds the <c>use</c>.</param>
    /// <param name="path">The path as it stands there, relative to that file's directory.</param>
    /// <returns>The file, or null when there is none.</returns>
    public WitxFile? Find(WitxFile user, string path) =>
        _files.TryGetValue(WitxPath.Combine(user.Path, path), out WitxFile? file) ? file : null;

    /// <summary>The file of a path that is normal already.</summary>
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
