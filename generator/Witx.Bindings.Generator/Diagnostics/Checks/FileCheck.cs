using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Whether the files are there that the attributes name.</summary>
internal static class FileCheck
{
    public static IEnumerable<Finding> Of(CheckedClass type) =>
        type.Target.Types is { } types
            ? Of(type, types, new Place(PlaceKind.Types))
            : type.Modules.SelectMany(module => Of(type, module.Options.Path, module.At()));

    private static IEnumerable<Finding> Of(CheckedClass type, string path, Place place)
    {
        string[] paths = [.. Documents.FindAll(type.Files, path, type.Build.ProjectDirectory).Select(file => Relative(type, file))];
        if (paths.Length == 0)
        {
            Proposal proposal = Propose(type, path);
            string hint = proposal.Name is null
                ? $"; put it below the project's folder, or list it as <AdditionalFiles Include=\"{path}\" />"
                : proposal.ToString();
            yield return new Finding(TargetErrors.FileNotFound, place, [path, hint], proposal.Name);
        }
        else if (paths.Length > 1)
        {
            string all = string.Join(" or ", paths.Select(static path => $"'{path}'"));
            yield return new Finding(TargetErrors.AmbiguousFile, place, [path, all]);
        }
    }

    /// <summary>A file of that name in another folder or, failing that, one whose name or path is much the same.</summary>
    private static Proposal Propose(CheckedClass type, string path)
    {
        string[] paths = [.. type.Files.Files.Select(file => Relative(type, file)).OrderBy(static path => path.Length)];
        string name = Documents.NameOf(path);
        string? elsewhere = paths.FirstOrDefault(other => string.Equals(Documents.NameOf(other), name, StringComparison.OrdinalIgnoreCase));
        return elsewhere is not null ? new Proposal(elsewhere) : type.Propose(path, paths.Concat(paths.Select(Documents.NameOf)));
    }

    private static string Relative(CheckedClass type, WitxFile file) =>
        Documents.Relative(type.Build.ProjectDirectory, file.Path).Replace('\\', '/');
}
