using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Generator.Diagnostics;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;

namespace Witx.Bindings.Generator.Checking;

/// <summary>Checks that the C# names of an interface are unique and not in use (WITX314, WITX315).</summary>
internal static class CollisionCheck
{
    public static IEnumerable<DiagnosticInfo> Check(ClassAnalysis analysis) =>
        analysis.Model is null ? [] : [.. FindConflicts(analysis, analysis.Model), .. FindCollisions(analysis, analysis.Model)];

    /// <summary>Finds members of the user with names that generated code declares.</summary>
    private static IEnumerable<DiagnosticInfo> FindConflicts(ClassAnalysis analysis, GeneratedClass model)
    {
        foreach (TypeModel each in model.Types)
        {
            foreach (WrittenMember member in analysis.WrittenMembers[each.Name])
            {
                yield return CreateConflict(analysis, member, "type", "$" + each.Witx);
            }
        }

        foreach (FunctionModel function in model.Functions)
        {
            foreach (WrittenMember member in analysis.WrittenMembers[function.Name])
            {
                if (function.Body.Kind is BodyKind.User && member.Method is null)
                {
                    yield return CreateConflict(analysis, member, "function", function.Witx);
                }
            }
        }
    }

    private static DiagnosticInfo CreateConflict(ClassAnalysis analysis, WrittenMember member, string kind, string witx) => new(
        ClassDiagnostics.NameTaken,
        new DiagnosticAnchor(DiagnosticAnchorKind.Member, member.Index, member.Name),
        [member.Name, kind, witx, analysis.Resolved.FileNames]);

    /// <summary>Finds different witx names with the same C# name.</summary>
    private static IEnumerable<DiagnosticInfo> FindCollisions(ClassAnalysis analysis, GeneratedClass model)
    {
        CSharpNaming naming = new(analysis.Class.NameOverrides);
        HashSet<string> typenames = [.. analysis.Resolved.Document.Types.Select(static definition => definition.Name)];
        (string Witx, string Wanted, string Name)[] types =
        [
            .. from each in model.Types
               where each is not ConstantsModel && typenames.Contains(each.Witx)
               select ("$" + each.Witx, naming.Type(each.Witx), each.Name),
        ];
        (string Witx, string Wanted, string Name)[] functions =
            [.. model.Functions.Select(each => (each.Witx, naming.Function(each.Witx), each.Name))];
        DiagnosticAnchor anchor = new(model.IsHost ? DiagnosticAnchorKind.Module : DiagnosticAnchorKind.File);
        return
            from names in new[] { types, functions }
            from second in names
            where second.Name != second.Wanted
            from first in names
            where first.Name == second.Wanted && first.Witx != second.Witx
            select new DiagnosticInfo(ClassDiagnostics.NameCollision, anchor, [first.Witx, second.Witx, second.Wanted, second.Name]);
    }
}
