using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;

namespace Witx.Bindings.Generator.Reading;

/// <summary>Reads the declaration of a class, from which another part of it is declared.</summary>
internal static class ClassDeclarationReader
{
    private static readonly SymbolDisplayFormat s_name = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly SymbolDisplayFormat s_fullName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters);

    public static ClassDeclaration Read(INamedTypeSymbol type, bool canBeExtended)
    {
        List<INamedTypeSymbol> containers = [];
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            containers.Insert(0, outer);
        }

        string fullName = GetFullName(type);
        return new ClassDeclaration(
            type.ContainingNamespace.IsGlobalNamespace ? "" : Escaped(type.ContainingNamespace),
            [.. containers.Select(Declaration)],
            Declaration(type),
            type.ToDisplayString(s_name),
            type.Name,
            fullName,
            canBeExtended,
            IsVisible(type),
            IsVisible(type) && IsClsCompliant(type),
            HintNames.Escape(fullName),
            !type.DeclaringSyntaxReferences.IsEmpty);
    }

    /// <summary>Gets the full name of a class, used in errors and names of generated files.</summary>
    public static string GetFullName(INamedTypeSymbol type) => type.ToDisplayString(s_fullName);

    public static bool IsPartial(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Any(static reference =>
            reference.GetSyntax() is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static string Declaration(INamedTypeSymbol type) =>
        (type.IsStatic ? "static " : "") + "partial " + Kind(type) + type.ToDisplayString(s_name);

    private static string Kind(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Struct, true) => "record struct ",
        (TypeKind.Struct, _) => "struct ",
        (TypeKind.Interface, _) => "interface ",
        (_, true) => "record ",
        _ => "class ",
    };

    private static bool IsVisible(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? each = type; each is not null; each = each.ContainingType)
        {
            if (each.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsClsCompliant(INamedTypeSymbol type)
    {
        for (ISymbol? symbol = type; symbol is not null; symbol = symbol.ContainingSymbol)
        {
            if (
                AnnotatedClassReader.Attributes(symbol, "System.CLSCompliantAttribute")
                    .FirstOrDefault() is { ConstructorArguments: [{ Value: bool compliant }] })
            {
                return compliant;
            }
        }

        return AnnotatedClassReader.Attributes(type.ContainingAssembly, "System.CLSCompliantAttribute")
            .Any(static attribute => attribute.ConstructorArguments is [{ Value: true }]);
    }

    private static string Escaped(INamespaceSymbol name) =>
        string.Join(".", name.ToDisplayParts()
            .Where(static part => part.Kind is SymbolDisplayPartKind.NamespaceName)
            .Select(static part => CSharpNaming.Escape(part.ToString())));
}
