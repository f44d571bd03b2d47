using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Generator.Diagnostics;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Resolving;
using Witx.Bindings.Language;
using Witx.Bindings.Language.Errors;

namespace Witx.Bindings.Generator.Checking;

/// <summary>
/// Checks that a derived host still offers the modules of its base class (WITX321). Only the attributes of the derived class count. If it
/// implements another version of the same interface it inherits the methods; otherwise the functions of the base class would silently
/// vanish.
/// </summary>
internal static class BaseCheck
{
    public static IEnumerable<DiagnosticInfo> Check(ClassAnalysis analysis)
    {
        if (analysis.Class.Base is not { } @base || analysis.Model is not { } model)
        {
            yield break;
        }

        HashSet<string> own = [.. model.Functions.Select(static function => function.Module)];
        own.UnionWith(analysis.Resolved.Modules.Select(static module => module.Module?.Name ?? ""));
        HashSet<string> functions = [.. model.Functions.Select(static function => function.Witx)];
        WitxModule[] lost = [.. Modules(analysis, @base).Where(module => module.Functions.Length > 0 && !own.Contains(module.Name))];
        if (lost.Length > 0 && !lost.SelectMany(static module => module.Functions).Any(function => functions.Contains(function.Name)))
        {
            yield return new DiagnosticInfo(
                ClassDiagnostics.LostModule,
                new DiagnosticAnchor(DiagnosticAnchorKind.Class),
                [
                    analysis.Name,
                    string.Join("' and '", lost.Select(static module => module.Name)),
                    @base.Declaration.Name,
                    Attribute(@base),
                ]);
        }
    }

    private static IEnumerable<WitxModule> Modules(ClassAnalysis analysis, AnnotatedClass @base) =>
        from options in @base.Modules
        let file = WitxFileLookup.Find(analysis.Resolved.Files, options.Path, analysis.Resolved.Build.ProjectDirectory)
        where file is not null
        from module in WitxFileLookup.FindModules(
            WitxResolver.Resolve([file], analysis.Resolved.Files, Suggestions.None, analysis.Resolved.Cancellation), file, options.Name)
        select module;

    private static string Attribute(AnnotatedClass @base) => string.Join(
        " and ",
        @base.Modules.Select(
            static options => $"[WitxModule(\"{options.Path}\"{(options.Name is { } name ? $", Module = \"{name}\"" : "")})]"));
}
