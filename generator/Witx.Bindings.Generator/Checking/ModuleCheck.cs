using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Generator.Diagnostics;
using Witx.Bindings.Generator.Resolving;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Checking;

/// <summary>Checks that each attribute names one module and that a class can offer all of them (WITX305, WITX306, WITX316).</summary>
internal static class ModuleCheck
{
    public static IEnumerable<DiagnosticInfo> Check(ClassAnalysis analysis)
    {
        Dictionary<string, string> offered = [];
        foreach (OfferedModule module in analysis.Resolved.Modules)
        {
            if (module.File is { } file && DescribeModuleError(analysis, module, file) is { } choice)
            {
                DiagnosticAnchor anchor = module.GetAnchor(module.Options.Name is null ? "" : nameof(module.Module));
                yield return new DiagnosticInfo(
                    ClassDiagnostics.ModuleNotFound, anchor, [WitxFileLookup.GetFileName(file), choice.Text], choice.Suggestion.Name);
            }

            if (DescribeWidthError(analysis, module) is { } width)
            {
                yield return new DiagnosticInfo(
                    ClassDiagnostics.PointerWidth, module.GetAnchor(nameof(module.Options.PointerWidth)), [width]);
            }

            if (FindDuplicate(module, offered) is { } repeated)
            {
                yield return repeated;
            }
        }
    }

    private static (string Text, Suggestion Suggestion)? DescribeModuleError(ClassAnalysis analysis, OfferedModule module, WitxFile file)
    {
        if (module.Options.Name is { } name)
        {
            Suggestion suggestion = analysis.Suggest(name, analysis.Resolved.Document.Modules.Select(static each => each.Name));
            return module.Module is null && !analysis.Resolved.HasErrors ? ($"no module '{name}'{suggestion}", suggestion) : null;
        }

        string[] own =
        [
            .. analysis.Resolved.Document.Modules.Where(each => each.Location.Path == file.Path).Select(static each => each.Name),
        ];
        return own.Length > 1 ? ($"several modules; select one with Module = \"{string.Join("\" or \"", own)}\"", default)
            : module.Module is null && !analysis.Resolved.HasErrors ? ("no module; use [WitxTypes] for a file of types", default)
            : null;
    }

    private static string? DescribeWidthError(ClassAnalysis analysis, OfferedModule module) =>
        module.Options.PointerWidth is not (32 or 64) ? $"PointerWidth {module.Options.PointerWidth} is not supported; use 32, or 64 for "
            + $"memory64 guests"
        : module.Options.PointerWidth != analysis.Resolved.Modules[0]
            .Options.PointerWidth ? "All modules of a class must have the same pointer width"
        : null;

    private static DiagnosticInfo? FindDuplicate(OfferedModule module, Dictionary<string, string> offered)
    {
        if (module.Module is not { } own)
        {
            return null;
        }

        string[] again = [.. own.Functions.Select(static function => function.Name).Where(offered.ContainsKey)];
        string? first = again.Length == 0 ? null : offered[again[0]];
        foreach (WitxFunction function in own.Functions)
        {
            offered[function.Name] = own.Name;
        }

        string what = again.Length == 1 ? $"'{again[0]}'" : $"'{again.FirstOrDefault()}' and {again.Length - 1} more";
        return first is null ? null : new DiagnosticInfo(ClassDiagnostics.DuplicateFunction, module.GetAnchor(), [own.Name, what, first]);
    }
}
