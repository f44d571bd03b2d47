using System.Collections.Generic;
using System.Linq;

namespace Witx.Bindings.Generator;

/// <summary>Whether the class that <c>Types</c> names has types to share, and for which of the host's own it does not stand.</summary>
internal static class SharedTypesCheck
{
    public static IEnumerable<DiagnosticInfo> Check(HostAnalysis type)
    {
        SharedClass? first = null;
        foreach (SharedClass shared in type.Target.Shared)
        {
            DiagnosticAnchor place = new(DiagnosticAnchorKind.Module, shared.Module, "Types");
            if (!shared.HoldsTypes)
            {
                yield return new DiagnosticInfo(
                    TargetErrors.NotTypes, place, [shared.Name, "holds no witx types; annotate it with [WitxTypes(\"…\")], naming their file"]);
            }
            else if (first is not null && first.Name != shared.Name)
            {
                yield return new DiagnosticInfo(
                    TargetErrors.NotTypes, place, [shared.Name, $"cannot be added to '{first.Name}'; a host shares the types of one class"]);
            }
            else if (first is null && Check(type, shared, place) is { } finding)
            {
                yield return finding;
            }

            first ??= shared.HoldsTypes ? shared : null;
        }
    }

    private static DiagnosticInfo? Check(HostAnalysis type, SharedClass shared, DiagnosticAnchor place)
    {
        if (type.Target.Home is not { } home || SharedTypeMap.Resolve(home, type.Files, type.Build, type.Cancellation) is not { } document)
        {
            // A class of this project says itself that its file is missing.
            return shared.IsHere
                ? null
                : new DiagnosticInfo(TargetErrors.NotTypes, place, [shared.Name, "does not carry its witx file; only a public class carries it to other projects"]);
        }

        HashSet<string> theirs = [.. document.Types.Select(static definition => definition.Name)];
        string[] own = [.. (type.Model?.Types ?? []).Select(static model => model.Witx).Where(theirs.Contains).Distinct().Select(static name => $"'${name}'")];
        return own.Length == 0
            ? null
            : new DiagnosticInfo(TargetErrors.OwnType, place, [string.Join(" and ", own), own.Length == 1 ? "is" : "are", shared.Name, type.Name]);
    }
}
