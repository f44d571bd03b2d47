using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Witx.Bindings.Generator.Model;

namespace Witx.Bindings.Generator.Reading;

/// <summary>Reads the signature of a method that the user wrote.</summary>
internal static class MethodSignatureReader
{
    private static readonly SymbolDisplayFormat s_type = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    public static MethodSignatureKey Read(IMethodSymbol method, SyntaxNode syntax)
    {
        MethodDeclarationSyntax? declaration = syntax as MethodDeclarationSyntax;
        bool isPartial = declaration?.Modifiers.Any(SyntaxKind.PartialKeyword) is true;
        string modifiers =
            SyntaxFacts.GetText(method.DeclaredAccessibility)
            + (method.IsStatic ? " static" : "")
            + (method.IsVirtual || method.IsOverride || method.IsAbstract || method.IsSealed ? " virtual" : "")
            + (method.ReturnsByRef || method.ReturnsByRefReadonly ? " ref" : "")
            + (method.Arity > 0 ? " generic" : "");
        string parameters = string.Join(", ", method.Parameters.Select(static parameter => Modifier(parameter.RefKind) + Type(parameter.Type)));
        return new MethodSignatureKey(
            modifiers,
            $"{Type(method.ReturnType)}({parameters})",
            isPartial,
            isPartial && declaration is not { Body: null, ExpressionBody: null } && method.PartialDefinitionPart is null);
    }

    private static string Type(ITypeSymbol type) => type.ToDisplayString(s_type);

    private static string Modifier(RefKind kind) => kind switch
    {
        RefKind.In => "in ",
        RefKind.Ref => "ref ",
        RefKind.Out => "out ",
        RefKind.RefReadOnlyParameter => "ref readonly ",
        _ => "",
    };
}
