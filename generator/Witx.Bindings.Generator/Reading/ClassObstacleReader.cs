using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Witx.Bindings.Generator.Model;

namespace Witx.Bindings.Generator.Reading;

/// <summary>Reads the reasons why generated code cannot complete a class.</summary>
internal static class ClassObstacleReader
{
    private static readonly string[] s_hostAttributes =
        [AnnotatedClassReader.TypesAttribute, AnnotatedClassReader.NameAttribute, AnnotatedClassReader.FaultsAttribute];

    public static IEnumerable<ClassObstacle> Read(INamedTypeSymbol type, AnnotatedKind kind)
    {
        if (type.DeclaringSyntaxReferences.IsEmpty)
        {
            yield break;
        }

        int depth = 0;
        for (INamedTypeSymbol? each = type; each is not null; each = each.ContainingType)
        {
            if (!ClassDeclarationReader.IsPartial(each))
            {
                yield return new ClassObstacle(ClassObstacleKind.NotPartial, each.Name, depth, WithPartial(each));
            }

            depth++;
        }

        if (FindFileLocal(type) is { } local)
        {
            yield return new ClassObstacle(ClassObstacleKind.FileLocal, local.Name);
        }
        else if (kind is AnnotatedKind.Imports)
        {
            if (ReadImportsObstacle(type) is { } obstacle)
            {
                yield return obstacle;
            }
        }
        else if (kind is AnnotatedKind.Host && type.IsStatic)
        {
            yield return new ClassObstacle(ClassObstacleKind.Static, type.Name);
        }
        else if (kind is AnnotatedKind.Host && HoldsTypes(type) && !SharesItsTypes(type))
        {
            yield return new ClassObstacle(ClassObstacleKind.DeclaresTypesTwice, type.Name);
        }
    }

    private static ClassObstacle? ReadImportsObstacle(INamedTypeSymbol type) =>
        !type.IsStatic ? new ClassObstacle(ClassObstacleKind.NotStatic, type.Name)
        : type.ContainingType is not null ? new ClassObstacle(ClassObstacleKind.Nested, type.Name)
        : s_hostAttributes.FirstOrDefault(attribute => !AnnotatedClassReader.Attributes(type, attribute).IsEmpty) is { } attribute
            ? new ClassObstacle(
                ClassObstacleKind.HasHostAttribute,
                attribute.Substring(attribute.LastIndexOf('.') + 1, attribute.Length - attribute.LastIndexOf('.') - 1 - "Attribute".Length))
        : null;

    private static INamedTypeSymbol? FindFileLocal(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? each = type; each is not null; each = each.ContainingType)
        {
            if (each.IsFileLocal)
            {
                return each;
            }
        }

        return null;
    }

    private static bool HoldsTypes(INamedTypeSymbol type) =>
        !AnnotatedClassReader.Attributes(type, AnnotatedClassReader.TypesAttribute).IsEmpty;

    private static bool SharesItsTypes(INamedTypeSymbol type) =>
        AnnotatedClassReader.Attributes(type, AnnotatedClassReader.ModuleAttribute)
            .Any(attribute => attribute.NamedArguments.Any(argument =>
            argument.Key is "Types" && SymbolEqualityComparer.Default.Equals(argument.Value.Value as ISymbol, type)));

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
