using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Resolving;

/// <summary>Finds the files and modules that attributes name.</summary>
internal static class WitxFileLookup
{
    private static readonly char[] s_separators = ['/', '\\'];

    /// <summary>Finds the file of a path relative to the project directory, or the shortest path that ends with it.</summary>
    public static WitxFile? Find(WitxFileSet files, string path, string projectDirectory) =>
        FindAll(files, path, projectDirectory).FirstOrDefault();

    /// <summary>Finds all files that a path can mean. A path relative to the project directory means that file only.</summary>
    public static IEnumerable<WitxFile> FindAll(WitxFileSet files, string path, string projectDirectory) =>
        FindAll(path => files.Find(path)?.Path, files.Files.Select(static file => file.Path), path, projectDirectory)
            .Select(path => files.Find(path)!);

    /// <inheritdoc cref="FindAll(WitxFileSet, string, string)"/>
    public static IEnumerable<string> FindAll(UseIndex files, string path, string projectDirectory) =>
        FindAll(files.Find, files.Paths, path, projectDirectory);

    private static IEnumerable<string> FindAll(Func<string, string?> find, IEnumerable<string> paths, string path, string projectDirectory)
    {
        string suffix = "/" + path.Replace('\\', '/').TrimStart('/');
        return (find(projectDirectory.TrimEnd(s_separators) + suffix) ?? find(path)) is { } file
            ? [file]
            : paths
                .Where(file => ("/" + file.Replace('\\', '/')).EndsWith(suffix, StringComparison.Ordinal))
                .OrderBy(static file => file.Length)
                .ThenBy(static file => file, StringComparer.Ordinal);
    }

    /// <summary>Finds the module of an attribute: the named one, or the first that the file declares.</summary>
    public static IEnumerable<WitxModule> FindModules(WitxDocument document, WitxFile file, string? name) =>
        document.Modules
            .Where(module => name is null ? module.Location.Path == file.Path : module.Name == name)
            .Take(1)
            .DefaultIfEmpty(name is null ? document.Modules.FirstOrDefault() : null)
            .OfType<WitxModule>();

    /// <summary>
    /// Gets the files to embed, the root first, by their paths relative to it. Line ends are normalized to a line feed so that the assembly
    /// does not depend on the checkout.
    /// </summary>
    public static EquatableArray<EmbeddedWitxFile> Embed(WitxFile root, IEnumerable<WitxFile> files)
    {
        string folder = root.Path.Substring(0, root.Path.Length - GetFileName(root).Length);
        return
        [
            .. files.OrderBy(file => !file.Equals(root))
                .Select(file => new EmbeddedWitxFile(ToRelativePath(folder, file.Path), file.Text.Replace("\r\n", "\n"))),
        ];
    }

    public static string GetFileName(WitxFile file) => GetFileName(file.Path);

    public static string GetFileName(string path) => path.Substring(path.LastIndexOfAny(s_separators) + 1);

    /// <summary>Converts a path to one relative to a directory. The path of the directory ends with a separator.</summary>
    public static string ToRelativePath(string folder, string path)
    {
        string up = "";
        while (folder.Length > 0 && !path.StartsWith(folder, StringComparison.Ordinal))
        {
            folder = folder.Substring(0, folder.TrimEnd(s_separators).LastIndexOfAny(s_separators) + 1);
            up += "../";
        }

        return up + path.Substring(folder.Length).Replace('\\', '/');
    }
}
