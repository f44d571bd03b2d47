using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Language.Tests;

/// <summary>
/// Public interface files and the tables that Rust parsers computed from them. The corpus is optional and is beside the repository.
/// </summary>
internal static class CorpusFolder
{
    private static readonly string s_root = Path.GetFullPath(Testing.RepositoryFolder.GetPath("..", "shared", "witx-corpus"));

    public static bool Exists { get; } = Directory.Exists(s_root);

    /// <summary>Skips the current test if the corpus is missing.</summary>
    public static void SkipIfMissing() => Assert.SkipUnless(Exists, "The corpus of public interface files is not beside the repository.");

    public static string Interfaces { get; } = Path.Combine(s_root, "interfaces");

    public static string Tables { get; } = Path.Combine(s_root, "tables");

    /// <summary>The number of tables; 0 without the corpus.</summary>
    public static int TableCount => Exists ? Directory.EnumerateFiles(Tables, "*.txt", SearchOption.AllDirectories).Count() : 0;

    /// <summary>Parses every interface file of the corpus.</summary>
    public static IEnumerable<WitxFile> ReadAll() =>
        Directory.EnumerateFiles(Interfaces, "*.witx", SearchOption.AllDirectories)
            .OrderBy(static path => path, StringComparer.Ordinal)
            .Select(Read);

    public static WitxFile Read(string path) => WitxFile.Parse(path, File.ReadAllText(path));

    /// <summary>Gets the file and all files in its directory.</summary>
    public static WitxFileSet Beside(WitxFile file) =>
        new(Directory.EnumerateFiles(Path.GetDirectoryName(file.Path)!, "*.witx").Select(path => path == file.Path ? file : Read(path)));

    /// <summary>Gets the tables of an interface file, one for each parser.</summary>
    public static IEnumerable<(string Parser, string Path)> TablesOf(WitxFile file)
    {
        string stem = Path.Combine(Tables, Path.GetRelativePath(Interfaces, file.Path)) + ".";
        string folder = Path.GetDirectoryName(stem)!;
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, Path.GetFileName(file.Path) + ".*.txt").Select(path => (path[stem.Length..^4], path))
            : [];
    }
}
