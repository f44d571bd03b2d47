using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Generator.Diagnostics;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Resolving;

namespace Witx.Bindings.Generator.Checking;

/// <summary>Checks that the <c>Types</c> class has types to share (WITX307), and finds types that cannot be shared (WITX308).</summary>
internal static class SharedTypesCheck
{
    public static IEnumerable<DiagnosticInfo> Check(ClassAnalysis analysis)
    {
        TypesArgument? first = null;
        foreach (TypesArgument shared in analysis.Class.TypesArguments)
        {
            DiagnosticAnchor anchor = new(DiagnosticAnchorKind.Module, shared.Module, "Types");
            if (!shared.HoldsTypes)
            {
                yield return new DiagnosticInfo(
                    ClassDiagnostics.NotTypesClass, anchor, [shared.Name, "has no witx types; annotate it with [WitxTypes(\"…\")]"]);
            }
            else if (first is not null && first.Name != shared.Name)
            {
                yield return new DiagnosticInfo(
                    ClassDiagnostics.NotTypesClass,
                    anchor,
                    [shared.Name, $"cannot be used beside '{first.Name}'; a host shares the types of one class"]);
            }
            else if (first is null && Check(analysis, shared, anchor) is { } diagnostic)
            {
                yield return diagnostic;
            }

            first ??= shared.HoldsTypes ? shared : null;
        }
    }

    private static DiagnosticInfo? Check(ClassAnalysis analysis, TypesArgument shared, DiagnosticAnchor anchor)
    {
        if (analysis.Class.SharedTypes is not { } sharedClass
            || SharedTypesResolver.Resolve(
                sharedClass, analysis.Resolved.Files, analysis.Resolved.Build, analysis.Resolved.Cancellation) is not { } document)
        {
            // A class of this project reports its missing file itself.
            return shared.IsInThisProject
                ? null
                : new DiagnosticInfo(
                    ClassDiagnostics.NotTypesClass, anchor, [shared.Name, "does not embed its witx file; make the class public"]);
        }

        HashSet<string> theirs = [.. document.Types.Select(static definition => definition.Name)];
        string[] own =
        [
            .. (analysis.Model?.Types ?? [])
                .Select(static model => model.Witx)
                .Where(theirs.Contains)
                .Distinct()
                .Select(static name => $"'${name}'"),
        ];
        return own.Length == 0
            ? null
            : new DiagnosticInfo(
                ClassDiagnostics.TypeNotShared,
                anchor,
                [string.Join(" and ", own), own.Length == 1 ? "is" : "are", shared.Name, analysis.Name]);
    }
}
