using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Whether the files are there that the attributes name.</summary>
internal static class FileCheck
{
    public static IEnumerable<Diagnostic> Of(CheckedClass type)
    {
        WitxProject project = type.Class.Project;
        foreach (WitxAttribute attribute in type.Class.Attributes)
        {
            string[] paths = [.. Documents.FindAll(project.Files, attribute.Path, project.Build.ProjectDirectory).Select(file => Relative(project, file))];
            if (paths.Length == 0)
            {
                Proposal proposal = Propose(project, attribute.Path);
                string hint = proposal.Name is null
                    ? $"; put it below the project's folder, or list it as <AdditionalFiles Include=\"{attribute.Path}\" />"
                    : proposal.ToString();
                yield return Diagnostic.Create(
                    TargetErrors.FileNotFound, attribute.PathLocation(type.Cancellation), proposal.Properties, attribute.Path, hint);
            }
            else if (paths.Length > 1)
            {
                yield return Diagnostic.Create(
                    TargetErrors.AmbiguousFile,
                    attribute.PathLocation(type.Cancellation),
                    attribute.Path,
                    string.Join(" or ", paths.Select(static path => $"'{path}'")));
            }
        }
    }

    /// <summary>A file of that name in another folder or, failing that, one whose name or path is much the same.</summary>
    private static Proposal Propose(WitxProject project, string path)
    {
        string[] paths = [.. project.Files.Files.Select(file => Relative(project, file)).OrderBy(static path => path.Length)];
        string name = Documents.NameOf(path);
        string? elsewhere = paths.FirstOrDefault(other => string.Equals(Documents.NameOf(other), name, StringComparison.OrdinalIgnoreCase));
        return elsewhere is not null ? new Proposal(elsewhere) : Proposal.For(path, paths.Concat(paths.Select(Documents.NameOf)));
    }

    private static string Relative(WitxProject project, WitxFile file) =>
        Documents.Relative(project.Build.ProjectDirectory, file.Path).Replace('\\', '/');
}
