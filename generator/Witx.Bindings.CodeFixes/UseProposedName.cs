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

/// <summary>Writes the name that was probably meant: of a file, a module, an error, or a function.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseProposedName))]
public sealed class UseProposedName : CodeFixProvider
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
                && root?.FindToken(diagnostic.Location.SourceSpan.Start) is { } written
                && Token(written, name) is { } meant)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        $"Change to '{name}'",
                        _ => Task.FromResult(document.WithSyntaxRoot(root.ReplaceToken(written, meant.WithTriviaFrom(written)))),
                        nameof(UseProposedName)),
                    diagnostic);
            }
        }
    }

    private static SyntaxToken? Token(SyntaxToken written, string name) => written switch
    {
        { Parent: LiteralExpressionSyntax } when written.IsKind(SyntaxKind.StringLiteralToken) => SyntaxFactory.Literal(name),
        { Parent: MethodDeclarationSyntax } => SyntaxFactory.Identifier(name),
        _ => null,
    };
}
