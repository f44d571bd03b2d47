using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Whether the files are there that the attributes name.</summary>
internal static class FileCheck
{
    public static IEnumerable<DiagnosticInfo> Check(HostAnalysis type) =>
        type.Target.Types is { } types
            ? Check(type, types, new DiagnosticAnchor(DiagnosticAnchorKind.Types))
            : type.Modules.SelectMany(module => Check(type, module.Options.Path, module.At()));

    private static IEnumerable<DiagnosticInfo> Check(HostAnalysis type, string path, DiagnosticAnchor place)
    {
        string[] paths = [.. WitxFileLookup.FindAll(type.Files, path, type.Build.ProjectDirectory).Select(file => Relative(type, file))];
        if (paths.Length == 0)
        {
            Suggestion proposal = Propose(type, path);
            string hint = proposal.Name is null
                ? $"; put it below the project's folder, or list it as <AdditionalFiles Include=\"{path}\" />"
                : proposal.ToString();
            yield return new DiagnosticInfo(TargetErrors.FileNotFound, place, [path, hint], proposal.Name);
        }
        else if (paths.Length > 1)
        {
            string all = string.Join(" or ", paths.Select(static path => $"'{path}'"));
            yield return new DiagnosticInfo(TargetErrors.AmbiguousFile, place, [path, all]);
        }
    }

    /// <summary>A file of that name in another folder or, failing that, one whose name or path is much the same.</summary>
    private static Suggestion Propose(HostAnalysis type, string path)
    {
        string[] paths = [.. type.Files.Files.Select(file => Relative(type, file)).OrderBy(static path => path.Length)];
        string name = WitxFileLookup.NameOf(path);
        string? elsewhere = paths.FirstOrDefault(other => string.Equals(WitxFileLookup.NameOf(other), name, StringComparison.OrdinalIgnoreCase));
        return elsewhere is not null ? new Suggestion(elsewhere) : type.Propose(path, paths.Concat(paths.Select(WitxFileLookup.NameOf)));
    }

    private static string Relative(HostAnalysis type, WitxFile file) =>
        WitxFileLookup.Relative(type.Build.ProjectDirectory, file.Path).Replace('\\', '/');
}
