using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Witx.Bindings.CodeFixes;

/// <summary>Adds methods to a class.</summary>
internal static class ClassBody
{
    // Elastic: the formatter replaces it by the newline of the file or the editor.
    private static readonly SyntaxTrivia s_line = SyntaxFactory.ElasticCarriageReturnLineFeed;

    /// <summary>Appends methods to a class, each after an empty line. A class that ends with a semicolon gets braces.</summary>
    public static TypeDeclarationSyntax AddMethods(TypeDeclarationSyntax type, IReadOnlyList<IMethodSymbol> methods)
    {
        TypeDeclarationSyntax open = Open(type);
        return open.WithMembers(
        [
            .. open.Members,
            .. methods.Select((method, i) => SyntaxFactory.ParseMemberDeclaration(FunctionStub.Write(method))!
                .WithLeadingTrivia(open.Members.Count + i == 0 ? default(SyntaxTriviaList) : [s_line])
                .WithTrailingTrivia(s_line)
                .WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation)),
        ]);
    }

    private static TypeDeclarationSyntax Open(TypeDeclarationSyntax type)
    {
        if (type.SemicolonToken.IsKind(SyntaxKind.None))
        {
            return type;
        }

        SyntaxToken last = type.SemicolonToken.GetPreviousToken();
        return type
            .ReplaceToken(last, last.WithTrailingTrivia(s_line))
            .WithSemicolonToken(default)
            .WithOpenBraceToken(
                SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(s_line).WithAdditionalAnnotations(Formatter.Annotation))
            .WithCloseBraceToken(
                SyntaxFactory.Token([], SyntaxKind.CloseBraceToken, type.SemicolonToken.TrailingTrivia)
                    .WithAdditionalAnnotations(Formatter.Annotation));
    }
}
