using System.Collections.Immutable;
using System.Composition;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Witx.Bindings.Generator.Diagnostics;

namespace Witx.Bindings.CodeFixes;

/// <summary>Replaces the name of a file, module, error or function by the suggested one.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseSuggestedName))]
public sealed class UseSuggestedName : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        ClassDiagnostics.FileNotFound.Id,
        ClassDiagnostics.ModuleNotFound.Id,
        ClassDiagnostics.UnknownError.Id,
        ClassDiagnostics.UnknownName.Id,
        ClassDiagnostics.UnknownMethod.Id,
    ];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Document document = context.Document;
        SyntaxNode? root = await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(DiagnosticInfo.NoteProperty, out string? name) && name is not null
                && root?.FindToken(diagnostic.Location.SourceSpan.Start) is { } token
                && CreateToken(token, name) is { } replacement)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        $"Change to '{name}'",
                        _ => Task.FromResult(document.WithSyntaxRoot(root.ReplaceToken(token, replacement.WithTriviaFrom(token)))),
                        nameof(UseSuggestedName)),
                    diagnostic);
            }
        }
    }

    private static SyntaxToken? CreateToken(SyntaxToken token, string name) => token switch
    {
        { Parent: LiteralExpressionSyntax } when token.IsKind(SyntaxKind.StringLiteralToken) => SyntaxFactory.Literal(name),
        { Parent: MethodDeclarationSyntax } => SyntaxFactory.Identifier(name),
        _ => null,
    };
}
