using System;
using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;

namespace Witx.Bindings.Architecture.Tests.Rules;

/// <summary>
/// Maps the types of an assembly to the folders of their source files. A folder is a namespace, except that public types may stay in the
/// root namespace: the folder of such a type is that of the file that declares it.
/// </summary>
/// <param name="assembly">Name of the assembly, which is also its root namespace.</param>
/// <param name="files">Folder of each type, by its name; the root folder is empty.</param>
internal sealed partial class SourceFolders(string assembly, IReadOnlyDictionary<string, string> files)
{
    /// <summary>Gets the name of the assembly.</summary>
    public string Assembly => assembly;

    /// <summary>Reads the folders of a project.</summary>
    public static SourceFolders Read(string project)
    {
        Dictionary<string, string> files = [];
        foreach (string file in Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
        {
            string folder = Path.GetRelativePath(project, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');
            if (folder.Split('.')[0] is "bin" or "obj") continue;

            foreach (Match declaration in Declaration().Matches(File.ReadAllText(file)))
            {
                files[declaration.Groups["name"].Value] = folder == "." ? "" : folder;
            }
        }

        return new SourceFolders(Path.GetFileName(project), files);
    }

    // Only types that are not nested start in the first column.
    [GeneratedRegex(@"^[a-z][a-z ]*\b(?:class|struct|record|enum|interface|delegate [^\s(]+) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    /// <summary>Returns the folder of a type, such as <c>Vfs.Host</c>; null for one that no source declares.</summary>
    public string? Find(CodeType type)
    {
        if (type.Assembly != assembly) return null;
        if (type.Namespace == assembly) return files.GetValueOrDefault(type.Name, "");

        string prefix = assembly + ".";
        return type.Namespace.StartsWith(prefix, StringComparison.Ordinal) ? type.Namespace[prefix.Length..] : null;
    }

    /// <summary>Returns true if a type's file is in a folder or below it.</summary>
    public bool IsIn(CodeType type, string folder) =>
        Find(type) is { } found && (found + ".").StartsWith(folder + ".", StringComparison.Ordinal);

    /// <summary>Returns the name of a type by its folder, such as <c>Vfs.Host.HostFile</c>.</summary>
    public string ToText(CodeType type) => Find(type) switch
    {
        null => type.ToString(),
        "" => type.Name,
        string folder => $"{folder}.{type.Name}",
    };
}
