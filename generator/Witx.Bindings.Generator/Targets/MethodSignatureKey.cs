using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>
/// What a method looks like, in a form that can be compared before the generated types exist: types by their names alone. Methods that
/// differ here differ indeed; methods that do not may still, and then the compiler says so.
/// </summary>
/// <param name="Text">Accessibility, result and parameters: <c>public Result&lt;uint, Errno&gt;(GuestString, in Pair)</c>.</param>
/// <param name="IsPartial">Whether it is partial.</param>
/// <param name="IsStray">Whether it is the body of a partial method that nothing in the user's source declares.</param>
internal sealed record MethodSignatureKey(string Text, bool IsPartial, bool IsStray)
{
    private static readonly SymbolDisplayFormat s_type = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>The form of a method of the user's.</summary>
    public static MethodSignatureKey Create(IMethodSymbol method, SyntaxNode syntax)
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
            $"{modifiers} {Type(method.ReturnType)}({parameters})",
            isPartial,
            isPartial && declaration is not { Body: null, ExpressionBody: null } && method.PartialDefinitionPart is null);
    }

    /// <summary>The form of the method that a function is declared as.</summary>
    public static string Create(FunctionModel function)
    {
        TextBuilder form = new(stackalloc char[TextBuilder.Short]);
        form.Append("public ");
        AppendUnqualified(ref form, function.Result.Type);
        string lead = "(";
        foreach (string type in MethodEmitter.ParameterTypes(function))
        {
            form.Append(lead);
            AppendUnqualified(ref form, type);
            lead = ", ";
        }

        form.Append(lead is "(" ? "()" : ")");
        return form.Finish();
    }

    /// <summary>The method that a function is declared as, as the user would write it.</summary>
    public static string Declaration(FunctionModel function)
    {
        TextBuilder declaration = new(stackalloc char[TextBuilder.Short]);
        AppendUnqualified(ref declaration, MethodEmitter.Declaration(function));
        return declaration.Finish();
    }

    private static string Type(ITypeSymbol type) => type.ToDisplayString(s_type);

    /// <summary>Without the words that stand before a point or a colon.</summary>
    private static void AppendUnqualified(ref TextBuilder simple, string text)
    {
        int word = simple.Length;
        foreach (char c in text)
        {
            if (c is '.' or ':')
            {
                simple.CutTo(word);
                continue;
            }

            simple.Append(c);
            word = SyntaxFacts.IsIdentifierPartCharacter(c) ? word : simple.Length;
        }
    }

    private static string Modifier(RefKind kind) => kind switch
    {
        RefKind.In => "in ",
        RefKind.Ref => "ref ",
        RefKind.Out => "out ",
        RefKind.RefReadOnlyParameter => "ref readonly ",
        _ => "",
    };
}
