using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Witx.Bindings.Generator;

/// <summary>Whether the class that <c>Types</c> names has types to share, and which of the host's own it does not stand for.</summary>
internal static class SharingCheck
{
    public static IEnumerable<Diagnostic> Of(CheckedClass type)
    {
        INamedTypeSymbol? first = null;
        foreach (WitxAttribute attribute in type.Class.Attributes)
        {
            if (attribute.Types is not { } types)
            {
                continue;
            }

            Location place = attribute.LocationOf(nameof(attribute.Types), type.Cancellation);
            if (TargetReader.Attributes(types, TargetReader.TypesAttribute).IsEmpty)
            {
                yield return Diagnostic.Create(
                    TargetErrors.NotTypes, place, types.Name, "holds no witx types; annotate it with [WitxTypes(\"…\")], naming their file");
            }
            else if (first is not null && !SymbolEqualityComparer.Default.Equals(first, types))
            {
                yield return Diagnostic.Create(
                    TargetErrors.NotTypes, place, types.Name, $"cannot be added to '{first.Name}'; one class shares the types of one other");
            }
            else if (first is null)
            {
                first = types;
                if (Check(type, types, place) is { } diagnostic)
                {
                    yield return diagnostic;
                }
            }
        }
    }

    private static Diagnostic? Check(CheckedClass type, INamedTypeSymbol types, Location place)
    {
        if (type.Target.Home is not { } home
            || TypeHomes.Resolve(home, type.Class.Project.Files, type.Class.Project.Build, type.Cancellation) is not { } document)
        {
            // A class of this project says itself that its file is missing.
            return types.DeclaringSyntaxReferences.IsEmpty
                ? Diagnostic.Create(TargetErrors.NotTypes, place, types.Name, "does not carry its witx file; only a public class carries it to other projects")
                : null;
        }

        HashSet<string> shared = [.. document.Types.Select(static definition => definition.Name)];
        string[] own = [.. (type.Model?.Types ?? []).Select(static model => model.Witx).Where(shared.Contains).Distinct().Select(static name => $"'${name}'")];
        return own.Length == 0
            ? null
            : Diagnostic.Create(
                TargetErrors.OwnType,
                place,
                string.Join(" and ", own),
                own.Length == 1 ? "is" : "are",
                types.Name,
                type.Type.Name);
    }
}
