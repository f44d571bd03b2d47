using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Witx.Bindings.Generator;

/// <summary>Whether generated code can complete a class at all.</summary>
internal static class ClassCheck
{
    public static IEnumerable<Diagnostic> Of(AnnotatedClass annotated, CancellationToken cancellation)
    {
        if (annotated.Declaration(cancellation) is not { } declaration)
        {
            yield break;
        }

        TypeDeclarationSyntax? syntax = declaration;
        for (INamedTypeSymbol? type = annotated.Type; type is not null && syntax is not null; type = type.ContainingType)
        {
            if (!ClassReader.IsPartial(type))
            {
                string what = syntax == declaration ? "it" : $"'{annotated.Type.Name}' inside it";
                yield return Diagnostic.Create(
                    TargetErrors.NotPartial, syntax.Identifier.GetLocation(), type.Name, what, WithPartial(syntax));
            }

            syntax = syntax.Parent as TypeDeclarationSyntax;
        }

        if (Obstacle(annotated) is { } obstacle)
        {
            yield return Diagnostic.Create(
                TargetErrors.CannotBeCompleted, declaration.Identifier.GetLocation(), annotated.Type.Name, obstacle);
        }
    }

    private static string? Obstacle(AnnotatedClass annotated)
    {
        for (INamedTypeSymbol? type = annotated.Type; type is not null; type = type.ContainingType)
        {
            if (type.IsFileLocal)
            {
                return $"'{type.Name}' is local to a file of which generated code is no part; remove 'file'";
            }
        }

        bool sharesWithItself = annotated.Attributes.Any(attribute => SymbolEqualityComparer.Default.Equals(attribute.Types, annotated.Type));
        return !annotated.IsHost ? null
            : annotated.Type.IsStatic ? "a static class has no instance to answer a guest; remove 'static', or write [WitxTypes] for types alone"
            : annotated.Attributes.All(static attribute => attribute.IsModule) || sharesWithItself ? null
            : $"it would declare the types of its modules twice; add Types = typeof({annotated.Type.Name}), or give [WitxTypes] to a class of its own";
    }

    private static string WithPartial(TypeDeclarationSyntax type)
    {
        IEnumerable<string> words =
        [
            .. type.Modifiers.Select(static modifier => modifier.ValueText),
            "partial",
            type.Keyword.ValueText,
            type is RecordDeclarationSyntax record ? record.ClassOrStructKeyword.ValueText : "",
            type.Identifier.ValueText + type.TypeParameterList,
        ];
        return string.Join(" ", words.Where(static word => word.Length > 0));
    }
}
