using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Whether what the attributes name is there, and whether the C# names that they give are names.</summary>
internal static class NameCheck
{
    public static IEnumerable<DiagnosticInfo> Check(HostAnalysis type) => [.. Reentering(type), .. Given(type)];

    private static IEnumerable<DiagnosticInfo> Reentering(HostAnalysis type) =>
        from offered in type.IsSound ? type.Modules : []
        from module in offered.Module is { } found ? [found] : (WitxModule[])[]
        let functions = module.Functions.Select(static function => function.Name)
        from name in offered.Options.Reenters
        where !functions.Contains(name)
        let proposal = type.Propose(name, functions)
        select new DiagnosticInfo(
            TargetErrors.UnknownName, offered.At("ReentrantFunctions", name), [module.Name, "function", name, proposal.ToString()], proposal.Name);

    private static IEnumerable<DiagnosticInfo> Given(HostAnalysis type)
    {
        Dictionary<string, int> counts = [];
        foreach (NameOverride given in type.Target.Names)
        {
            counts[given.Witx] = counts.TryGetValue(given.Witx, out int count) ? count + 1 : 0;
            DiagnosticAnchor what = new(DiagnosticAnchorKind.Name, counts[given.Witx], given.Witx);
            if (counts[given.Witx] > 0)
            {
                yield return new DiagnosticInfo(TargetErrors.InvalidName, what, [given.Witx, "has been given a name already; leave one of the two out"]);
            }
            else if (type.IsSound && Unknown(type, given.Witx, what) is { } unknown)
            {
                yield return unknown;
            }

            if (!SyntaxFacts.IsValidIdentifier(given.Name) || SyntaxFacts.GetKeywordKind(given.Name) is not SyntaxKind.None)
            {
                yield return new DiagnosticInfo(TargetErrors.InvalidName, what with { Part = "name" }, [given.Name, "is no identifier of C#"]);
            }
        }
    }

    private static DiagnosticInfo? Unknown(HostAnalysis type, string witx, DiagnosticAnchor place)
    {
        string[] functions = [.. type.Modules.SelectMany(static module => module.Module?.Functions ?? []).Select(static function => function.Name)];
        string[] types = [.. type.Document.Types.Select(static definition => "$" + definition.Name)];
        TypeDefinition? owner = type.Document.Types.FirstOrDefault(each => witx.StartsWith($"${each.Name}.", StringComparison.Ordinal));
        (string kind, IEnumerable<string> known) =
            functions.Contains(witx) ? ("function", functions)
            : owner is not null ? ("member", Members(owner).Select(member => $"${owner.Name}.{member}"))
            : (witx.StartsWith("$", StringComparison.Ordinal) ? "type" : "function", types);
        if (known.Contains(witx))
        {
            return null;
        }

        Suggestion proposal = type.Propose(witx, owner is null ? known.Concat(functions) : known);
        return new DiagnosticInfo(TargetErrors.UnknownName, place, [type.Sources, kind, witx, proposal.ToString()], proposal.Name);
    }

    private static IEnumerable<string> Members(TypeDefinition definition)
    {
        IEnumerable<string> members = definition.Type switch
        {
            FlagsType flags => flags.Members.Select(static member => member.Name),
            RecordType record => record.Fields.Select(static field => field.Name),
            UntaggedUnionType union => union.Fields.Select(static field => field.Name),
            _ => VariantCases.NamesOf(definition.Type),
        };
        return members.Concat(definition.Constants.Select(static constant => constant.Name));
    }
}
