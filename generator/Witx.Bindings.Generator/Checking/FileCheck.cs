using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Generator.Diagnostics;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Resolving;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Checking;

/// <summary>Checks that each attribute names exactly one witx file (WITX303, WITX304).</summary>
internal static class FileCheck
{
    public static IEnumerable<DiagnosticInfo> Check(ClassAnalysis analysis) =>
        analysis.Class.Kind is AnnotatedKind.Host
            ? analysis.Resolved.Modules.SelectMany(module => Check(analysis, module.Options.Path, module.GetAnchor()))
            : Check(analysis, analysis.Class.Path, new DiagnosticAnchor(DiagnosticAnchorKind.File));

    private static IEnumerable<DiagnosticInfo> Check(ClassAnalysis analysis, string path, DiagnosticAnchor anchor)
    {
        string[] paths =
        [
            .. WitxFileLookup.FindAll(analysis.Resolved.Files, path, analysis.Resolved.Build.ProjectDirectory)
                .Select(file => Relative(analysis, file)),
        ];
        if (paths.Length == 0)
        {
            Suggestion suggestion = Propose(analysis, path);
            string hint = suggestion.Name is null
                ? $"; move it below the project directory, or add <AdditionalFiles Include=\"{path}\" />"
                : suggestion.ToString();
            yield return new DiagnosticInfo(ClassDiagnostics.FileNotFound, anchor, [path, hint], suggestion.Name);
        }
        else if (paths.Length > 1)
        {
            string all = string.Join(" or ", paths.Select(static path => $"'{path}'"));
            yield return new DiagnosticInfo(ClassDiagnostics.AmbiguousFile, anchor, [path, all]);
        }
    }

    /// <summary>Suggests a file of the same name in another directory, or one with a similar name or path.</summary>
    private static Suggestion Propose(ClassAnalysis analysis, string path)
    {
        string[] paths = [.. analysis.Resolved.Files.Files.Select(file => Relative(analysis, file)).OrderBy(static path => path.Length)];
        string name = WitxFileLookup.GetFileName(path);
        string? elsewhere =
            paths.FirstOrDefault(other => string.Equals(WitxFileLookup.GetFileName(other), name, StringComparison.OrdinalIgnoreCase));
        return elsewhere is not null
            ? new Suggestion(elsewhere)
            : analysis.Suggest(path, paths.Concat(paths.Select(WitxFileLookup.GetFileName)));
    }

    private static string Relative(ClassAnalysis analysis, WitxFile file) =>
        WitxFileLookup.ToRelativePath(analysis.Resolved.Build.ProjectDirectory, file.Path).Replace('\\', '/');
}
