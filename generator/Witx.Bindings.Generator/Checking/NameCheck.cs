using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Witx.Bindings.Generator.Diagnostics;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Resolving;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Checking;

/// <summary>Checks the names in attributes: the interface declares them (WITX312), and C# names are identifiers (WITX313).</summary>
internal static class NameCheck
{
    public static IEnumerable<DiagnosticInfo> Check(ClassAnalysis analysis) =>
        [.. CheckReentrantFunctions(analysis), .. CheckNameOverrides(analysis)];

    private static IEnumerable<DiagnosticInfo> CheckReentrantFunctions(ClassAnalysis analysis) =>
        from offered in !analysis.Resolved.HasErrors ? analysis.Resolved.Modules : []
        from module in offered.Module is { } found ? [found] : (WitxModule[])[]
        let functions = module.Functions.Select(static function => function.Name)
        from name in offered.Options.ReentrantFunctions
        where !functions.Contains(name)
        let suggestion = analysis.Suggest(name, functions)
        select new DiagnosticInfo(
            ClassDiagnostics.UnknownName,
            offered.GetAnchor("ReentrantFunctions", name),
            [module.Name, "function", name, suggestion.ToString()],
            suggestion.Name);

    private static IEnumerable<DiagnosticInfo> CheckNameOverrides(ClassAnalysis analysis)
    {
        Dictionary<string, int> counts = [];
        foreach (NameOverride given in analysis.Class.NameOverrides)
        {
            counts[given.Witx] = counts.TryGetValue(given.Witx, out int count) ? count + 1 : 0;
            DiagnosticAnchor what = new(DiagnosticAnchorKind.Name, counts[given.Witx], given.Witx);
            if (counts[given.Witx] > 0)
            {
                yield return new DiagnosticInfo(
                    ClassDiagnostics.InvalidName, what, [given.Witx, "already has a name; remove one of the two"]);
            }
            else if (!analysis.Resolved.HasErrors && FindUnknown(analysis, given.Witx, what) is { } unknown)
            {
                yield return unknown;
            }

            if (!SyntaxFacts.IsValidIdentifier(given.Name) || SyntaxFacts.GetKeywordKind(given.Name) is not SyntaxKind.None)
            {
                yield return new DiagnosticInfo(
                    ClassDiagnostics.InvalidName, what with { Part = "name" }, [given.Name, "is not a C# identifier"]);
            }
        }
    }

    private static DiagnosticInfo? FindUnknown(ClassAnalysis analysis, string witx, DiagnosticAnchor anchor)
    {
        string[] functions =
        [
            .. analysis.Resolved.Modules.SelectMany(static module => module.Module?.Functions ?? [])
                .Select(static function => function.Name),
        ];
        string[] types = [.. analysis.Resolved.Document.Types.Select(static definition => "$" + definition.Name)];
        TypeDefinition? owner =
            analysis.Resolved.Document.Types.FirstOrDefault(each => witx.StartsWith($"${each.Name}.", StringComparison.Ordinal));
        (string kind, IEnumerable<string> known) =
            functions.Contains(witx) ? ("function", functions)
            : owner is not null ? ("member", Members(owner).Select(member => $"${owner.Name}.{member}"))
            : (witx.StartsWith("$", StringComparison.Ordinal) ? "type" : "function", types);
        if (known.Contains(witx))
        {
            return null;
        }

        Suggestion suggestion = analysis.Suggest(witx, owner is null ? known.Concat(functions) : known);
        return new DiagnosticInfo(
            ClassDiagnostics.UnknownName, anchor, [analysis.Resolved.FileNames, kind, witx, suggestion.ToString()], suggestion.Name);
    }

    private static IEnumerable<string> Members(TypeDefinition definition)
    {
        IEnumerable<string> members = definition.Type switch
        {
            FlagsType flags => flags.Members.Select(static member => member.Name),
            RecordType record => record.Fields.Select(static field => field.Name),
            UntaggedUnionType union => union.Fields.Select(static field => field.Name),
            _ => WitxCases.GetNames(definition.Type),
        };
        return members.Concat(definition.Constants.Select(static constant => constant.Name));
    }
}
