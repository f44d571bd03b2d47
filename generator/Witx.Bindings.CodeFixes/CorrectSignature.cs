using System.Collections.Immutable;
using System.Composition;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Witx.Bindings.Generator.Diagnostics;

namespace Witx.Bindings.CodeFixes;

/// <summary>Replaces the declaration of a method by the expected one, and keeps its body.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CorrectSignature))]
public sealed class CorrectSignature : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [ClassDiagnostics.WrongSignature.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Document document = context.Document;
        SyntaxNode? root = await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method
                && diagnostic.Properties.TryGetValue(DiagnosticInfo.NoteProperty, out string? declaration)
                && SyntaxFactory.ParseMemberDeclaration(declaration + ";") is MethodDeclarationSyntax expected)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        $"Declare it as '{declaration}'",
                        _ => Task.FromResult(document.WithSyntaxRoot(root.ReplaceNode(method, ReplaceDeclaration(method, expected)))),
                        nameof(CorrectSignature)),
                    diagnostic);
            }
        }
    }

    private static MethodDeclarationSyntax ReplaceDeclaration(MethodDeclarationSyntax method, MethodDeclarationSyntax expected) => expected
        .WithAttributeLists(method.AttributeLists)
        .WithParameterList(expected.ParameterList.WithTrailingTrivia(method.ParameterList.GetTrailingTrivia()))
        .WithBody(method.Body)
        .WithExpressionBody(method.ExpressionBody)
        .WithSemicolonToken(method.SemicolonToken)
        .WithLeadingTrivia(method.GetLeadingTrivia())
        .WithAdditionalAnnotations(Formatter.Annotation);
}
