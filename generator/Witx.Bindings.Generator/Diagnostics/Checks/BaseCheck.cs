using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>
/// Whether a host that derives from another still offers what that one does. It offers the modules of its own attributes: a derived host
/// that is another version of the interface takes over the methods; one that is not would lose them without a word.
/// </summary>
internal static class BaseCheck
{
    public static IEnumerable<DiagnosticInfo> Check(HostAnalysis type)
    {
        if (type.Target.Base is not { } @base || type.Model is not { } model)
        {
            yield break;
        }

        HashSet<string> own = [.. model.Functions.Select(static function => function.Module)];
        own.UnionWith(type.Modules.Select(static module => module.Module?.Name ?? ""));
        HashSet<string> functions = [.. model.Functions.Select(static function => function.Witx)];
        WitxModule[] lost = [.. Modules(type, @base).Where(module => module.Functions.Length > 0 && !own.Contains(module.Name))];
        if (lost.Length > 0 && !lost.SelectMany(static module => module.Functions).Any(function => functions.Contains(function.Name)))
        {
            yield return new DiagnosticInfo(
                TargetErrors.LostModule,
                new DiagnosticAnchor(DiagnosticAnchorKind.Class),
                [type.Name, string.Join("' and '", lost.Select(static module => module.Name)), @base.Class.Name, Attribute(@base)]);
        }
    }

    private static IEnumerable<WitxModule> Modules(HostAnalysis type, WitxTarget @base) =>
        from options in @base.Modules
        let file = WitxFileLookup.Find(type.Files, options.Path, type.Build.ProjectDirectory)
        where file is not null
        from module in WitxFileLookup.Modules(WitxResolver.Resolve([file], type.Files, Suggestions.None, type.Cancellation), file, options.Name)
        select module;

    private static string Attribute(WitxTarget @base) => string.Join(
        " and ",
        @base.Modules.Select(static options => $"[WitxModule(\"{options.Path}\"{(options.Name is { } name ? $", Module = \"{name}\"" : "")})]"));
}
