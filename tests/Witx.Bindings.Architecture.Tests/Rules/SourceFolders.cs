using System;
using System.Collections.Generic;
using System.IO;

namespace Witx.Bindings.Architecture.Tests.Rules;

/// <summary>
/// Maps the types of an assembly to the folders of their source files. A folder is a namespace, except that public types may stay in the
/// root namespace: the folder of such a type is that of the file with its name.
/// </summary>
/// <param name="assembly">Name of the assembly, which is also its root namespace.</param>
/// <param name="files">Folder of each file, by the file's name without extension; the root folder is empty.</param>
internal sealed class SourceFolders(string assembly, IReadOnlyDictionary<string, string> files)
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

            // 'WasiProcess.Start.cs' is a part of WasiProcess.
            files[Path.GetFileName(file).Split('.')[0]] = folder == "." ? "" : folder;
        }

        return new SourceFolders(Path.GetFileName(project), files);
    }

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
