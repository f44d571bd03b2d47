using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Witx.Bindings.Generator;

/// <summary>Whether generated code can complete a class at all.</summary>
internal static class ClassCheck
{
    public static IEnumerable<DiagnosticInfo> Check(INamedTypeSymbol type, bool isHost)
    {
        if (type.DeclaringSyntaxReferences.IsEmpty)
        {
            yield break;
        }

        int depth = 0;
        for (INamedTypeSymbol? each = type; each is not null; each = each.ContainingType)
        {
            if (!ClassReader.IsPartial(each))
            {
                string what = depth == 0 ? "it" : $"'{type.Name}' inside it";
                yield return new DiagnosticInfo(
                    TargetErrors.NotPartial, new DiagnosticAnchor(DiagnosticAnchorKind.Class, depth), [each.Name, what, WithPartial(each)]);
            }

            depth++;
        }

        if (Obstacle(type, isHost) is { } obstacle)
        {
            yield return new DiagnosticInfo(TargetErrors.CannotBeCompleted, new DiagnosticAnchor(DiagnosticAnchorKind.Class), [type.Name, obstacle]);
        }
    }

    private static string? Obstacle(INamedTypeSymbol type, bool isHost)
    {
        for (INamedTypeSymbol? each = type; each is not null; each = each.ContainingType)
        {
            if (each.IsFileLocal)
            {
                return $"'{each.Name}' is local to a file of which generated code is no part; remove 'file'";
            }
        }

        if (!isHost)
        {
            return null;
        }

        bool holdsTypes = !TargetReader.Attributes(type, TargetReader.TypesAttribute).IsEmpty;
        bool sharesThem = TargetReader.Attributes(type, TargetReader.ModuleAttribute).Any(attribute => attribute.NamedArguments.Any(argument =>
            argument.Key is "Types" && SymbolEqualityComparer.Default.Equals(argument.Value.Value as ISymbol, type)));
        return type.IsStatic ? "a static class has no instance to answer a guest; remove 'static', or write [WitxTypes] for types alone"
            : holdsTypes && !sharesThem
                ? $"it would declare the types of its modules twice; add Types = typeof({type.Name}), or give [WitxTypes] to a class of its own"
            : null;
    }

    private static string WithPartial(INamedTypeSymbol type)
    {
        if (type.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not TypeDeclarationSyntax syntax)
        {
            return "partial " + type.Name;
        }

        IEnumerable<string> words =
        [
            .. syntax.Modifiers.Select(static modifier => modifier.ValueText),
            "partial",
            syntax.Keyword.ValueText,
            syntax is RecordDeclarationSyntax record ? record.ClassOrStructKeyword.ValueText : "",
            syntax.Identifier.ValueText + syntax.TypeParameterList,
        ];
        return string.Join(" ", words.Where(static word => word.Length > 0));
    }
}
