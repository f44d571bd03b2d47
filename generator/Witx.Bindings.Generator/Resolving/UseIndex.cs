using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Language;
using Witx.Bindings.Language.Syntax;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Generator.Resolving;

/// <summary>Which witx file uses which, by path: all that must be known to find the files of a class. It stays the same while only the rest of a file changes.</summary>
/// <param name="files">What each file uses, in the order of the files.</param>
internal sealed class UseIndex(EquatableArray<FileUses> files) : IEquatable<UseIndex>
{
    private readonly EquatableArray<FileUses> _files = files;
    private Dictionary<string, FileUses>? _byKey;

    /// <summary>Every path, as the project lists it.</summary>
    public IEnumerable<string> Paths => Files.Values.Select(static file => file.Path);

    // Most indices are compared with the one before and dropped: the dictionary is made for the one that is asked.
    private Dictionary<string, FileUses> Files => _byKey ??= ByKey(_files);

    /// <summary>The listed path of a file; null where there is none.</summary>
    public string? Find(string path) => Files.TryGetValue(WitxPath.Normalize(path), out FileUses? file) ? file.Path : null;

    /// <summary>The normal paths of some files and of all that they use, each once.</summary>
    public IEnumerable<string> FindReachable(IEnumerable<string> roots)
    {
        HashSet<string> seen = [];
        Stack<string> open = new(roots.Reverse());
        while (open.Count > 0)
        {
            string key = WitxPath.Normalize(open.Pop());
            if (Files.TryGetValue(key, out FileUses? file) && seen.Add(key))
            {
                yield return key;
                foreach (string used in file.Uses.Reverse())
                {
                    open.Push(used);
                }
            }
        }
    }

    /// <inheritdoc/>
    public bool Equals(UseIndex? other) => other is not null && _files.Equals(other._files);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as UseIndex);

    /// <inheritdoc/>
    public override int GetHashCode() => _files.GetHashCode();

    // Of two files of one path the first counts, as in WitxFileSet.
    private static Dictionary<string, FileUses> ByKey(EquatableArray<FileUses> files)
    {
        Dictionary<string, FileUses> byKey = [];
        foreach (FileUses file in files)
        {
            string key = WitxPath.Normalize(file.Path);
            if (!byKey.ContainsKey(key))
            {
                byKey.Add(key, file);
            }
        }

        return byKey;
    }
}

/// <summary>What one witx file uses.</summary>
/// <param name="Path">The path of the file, as the project lists it.</param>
/// <param name="Uses">The paths of the files that it uses, in its order.</param>
internal sealed record FileUses(string Path, EquatableArray<string> Uses)
{
    public static FileUses Create(WitxFile file) =>
        new(file.Path, [.. file.Syntax.Definitions.OfType<UseSyntax>().Select(use => WitxPath.Combine(file.Path, use.Path))]);
}
