using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Witx.Bindings.Generator.Model;

namespace Witx.Bindings.Generator.Reading;

/// <summary>Reads the signature of a method that the user wrote.</summary>
internal static class MethodSignatureReader
{
    /// <summary>The format of types that no function has, such as arrays, and of keywords.</summary>
    private static readonly SymbolDisplayFormat s_type = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    public static WrittenMethod Read(IMethodSymbol method, SyntaxNode syntax)
    {
        MethodDeclarationSyntax? declaration = syntax as MethodDeclarationSyntax;
        bool isPartial = declaration?.Modifiers.Any(SyntaxKind.PartialKeyword) is true;
        string modifiers =
            SyntaxFacts.GetText(method.DeclaredAccessibility)
            + (method.IsStatic ? " static" : "")
            + (method.IsVirtual || method.IsOverride || method.IsAbstract || method.IsSealed ? " virtual" : "")
            + (method.ReturnsByRef || method.ReturnsByRefReadonly ? " ref" : "")
            + (method.Arity > 0 ? " generic" : "");
        return new WrittenMethod(
            modifiers,
            new MethodSignature(
                ReadType(method.ReturnType),
                [
                    .. method.Parameters.Select(
                        static parameter => new ParameterSignature(ReadMode(parameter.RefKind), ReadType(parameter.Type))),
                ]),
            method is { IsStatic: false, Arity: 0 },
            isPartial,
            isPartial && declaration is not { Body: null, ExpressionBody: null } && method.PartialDefinitionPart is null);
    }

    private static CSharpType ReadType(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { IsTupleType: true } tuple when tuple.TupleElements.All(static item => !item.IsExplicitlyNamedTupleElement) =>
            CSharpType.CreateTuple([.. tuple.TupleElements.Select(static item => ReadType(item.Type))]),
        INamedTypeSymbol { IsTupleType: false, SpecialType: SpecialType.None or SpecialType.System_Nullable_T } named =>
            new CSharpType(TypeScope.Unknown, named.Name, [.. named.TypeArguments.Select(ReadType)]),
        _ => new CSharpType(TypeScope.Unknown, type.ToDisplayString(s_type)),
    };

    private static ParameterMode ReadMode(RefKind kind) => kind switch
    {
        RefKind.In => ParameterMode.In,
        RefKind.Ref => ParameterMode.Ref,
        RefKind.Out => ParameterMode.Out,
        RefKind.RefReadOnlyParameter => ParameterMode.RefReadOnly,
        _ => ParameterMode.Value,
    };
}
