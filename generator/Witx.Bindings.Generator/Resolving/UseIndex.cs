using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Language;
using Witx.Bindings.Language.Syntax;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Generator.Resolving;

/// <summary>The <c>use</c> graph of the witx files by path. It does not change while other parts of a file change.</summary>
/// <param name="files">The uses of each file, in the order of the project.</param>
internal sealed class UseIndex(EquatableArray<FileUses> files) : IEquatable<UseIndex>
{
    private readonly EquatableArray<FileUses> _files = files;
    private Dictionary<string, FileUses>? _byKey;

    /// <summary>Gets the paths of all files, as the project lists them.</summary>
    public IEnumerable<string> Paths => Files.Values.Select(static file => file.Path);

    // Most indices are only compared with the previous one, so the dictionary is created on first use.
    private Dictionary<string, FileUses> Files => _byKey ??= ByKey(_files);

    /// <summary>Finds a file and returns its path as listed; null if there is none.</summary>
    public string? Find(string path) => Files.TryGetValue(WitxPath.Normalize(path), out FileUses? file) ? file.Path : null;

    /// <summary>Gets the normalized paths of files and of all files that they use, without duplicates.</summary>
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

    // The first of several files with the same path wins, as in WitxFileSet.
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

/// <summary>The files that one witx file uses.</summary>
/// <param name="Path">The path of the file, as the project lists it.</param>
/// <param name="Uses">The paths of the used files, in source order.</param>
internal sealed record FileUses(string Path, EquatableArray<string> Uses)
{
    public static FileUses Create(WitxFile file) =>
        new(file.Path, [.. file.Syntax.Definitions.OfType<UseSyntax>().Select(use => WitxPath.Combine(file.Path, use.Path))]);
}
