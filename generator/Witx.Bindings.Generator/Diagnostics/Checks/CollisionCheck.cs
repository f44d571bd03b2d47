using System.Collections.Generic;
using System.Linq;

namespace Witx.Bindings.Generator;

/// <summary>Whether the C# names of an interface are free, and its own.</summary>
internal static class CollisionCheck
{
    public static IEnumerable<DiagnosticInfo> Check(HostAnalysis type) =>
        type.Model is null ? [] : [.. Taken(type, type.Model), .. Meeting(type, type.Model)];

    /// <summary>Members of the user's under names that generated code declares.</summary>
    private static IEnumerable<DiagnosticInfo> Taken(HostAnalysis type, HostModel model)
    {
        foreach (TypeModel each in model.Types)
        {
            foreach (WrittenMember member in type.Written[each.Name])
            {
                yield return Taken(type, member, "type", "$" + each.Witx);
            }
        }

        foreach (FunctionModel function in model.Functions)
        {
            foreach (WrittenMember member in type.Written[function.Name])
            {
                if (function.Body.Kind is BodyKind.User && member.Method is null)
                {
                    yield return Taken(type, member, "function", function.Witx);
                }
            }
        }
    }

    private static DiagnosticInfo Taken(HostAnalysis type, WrittenMember member, string kind, string witx) => new(
        TargetErrors.NameTaken,
        new DiagnosticAnchor(DiagnosticAnchorKind.Member, member.Index, member.Name),
        [member.Name, kind, witx, type.Sources]);

    /// <summary>Names of the interface that are told apart by nothing that C# knows.</summary>
    private static IEnumerable<DiagnosticInfo> Meeting(HostAnalysis type, HostModel model)
    {
        Naming naming = new(type.Target.Names);
        HashSet<string> typenames = [.. type.Document.Types.Select(static definition => definition.Name)];
        (string Witx, string Wanted, string Name)[] types =
        [
            .. from each in model.Types
               where each is not ConstantsModel && typenames.Contains(each.Witx)
               select ("$" + each.Witx, naming.Type(each.Witx), each.Name),
        ];
        (string Witx, string Wanted, string Name)[] functions =
            [.. model.Functions.Select(each => (each.Witx, naming.Function(each.Witx), each.Name))];
        DiagnosticAnchor place = new(model.IsHost ? DiagnosticAnchorKind.Module : DiagnosticAnchorKind.Types);
        return
            from names in new[] { types, functions }
            from second in names
            where second.Name != second.Wanted
            from first in names
            where first.Name == second.Wanted && first.Witx != second.Witx
            select new DiagnosticInfo(TargetErrors.NamesMeet, place, [first.Witx, second.Witx, second.Wanted, second.Name]);
    }
}
