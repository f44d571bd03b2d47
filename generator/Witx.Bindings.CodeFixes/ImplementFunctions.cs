using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Witx.Bindings.CodeFixes;

/// <summary>
/// Implements the missing partial methods of a host, one or all. The compiler reports each (CS8795) at its line in the witx file, where
/// editors offer no fixes, so the fix is also offered for WITX320 at the name of the class.
/// </summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ImplementFunctions))]
public sealed class ImplementFunctions : CodeFixProvider
{
    /// <summary>The compiler error for a partial method without a body.</summary>
    private const string NoBody = "CS8795";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        NoBody,
        Generator.Diagnostics.ClassDiagnostics.NotImplemented.Id,
    ];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new ImplementFunctionsEverywhere();

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Project project = context.Document.Project;
        if (await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model
            || await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            ISymbol? symbol = root.FindNode(diagnostic.Location.SourceSpan).AncestorsAndSelf()
                .Select(node => model.GetDeclaredSymbol(node, context.CancellationToken))
                .FirstOrDefault(static symbol => symbol is IMethodSymbol or INamedTypeSymbol);
            INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
            if (type is null || MissingFunctions.Find(type) is not { Methods.IsEmpty: false } all)
            {
                continue;
            }

            if (symbol is IMethodSymbol method && all.Methods.Length > 1 && all.Methods.Contains(method, SymbolEqualityComparer.Default))
            {
                Register(context, diagnostic, project, all with { Methods = [method] }, $"Implement '{method.Name}'", "One");
            }

            string title = all.Methods.Length == 1
                ? $"Implement '{all.Methods[0].Name}'"
                : $"Implement the {all.Methods.Length} missing functions of '{type.Name}'";
            Register(context, diagnostic, project, all, title, "All");
        }
    }

    private static void Register(
        CodeFixContext context, Diagnostic diagnostic, Project project, MissingFunctions functions, string title, string key) =>
        context.RegisterCodeFix(
            CodeAction.Create(
                title,
                cancellation => MissingFunctions.ImplementAsync(project.Solution, [functions], cancellation),
                nameof(ImplementFunctions) + key),
            diagnostic);

    /// <summary>Implements the missing functions of all hosts in a file, project or solution.</summary>
    private sealed class ImplementFunctionsEverywhere : FixAllProvider
    {
        public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext) => Task.FromResult<CodeAction?>(CodeAction.Create(
            "Implement the missing functions",
            cancellation => ImplementAsync(fixAllContext, cancellation),
            nameof(ImplementFunctionsEverywhere)));

        private static async Task<Solution> ImplementAsync(FixAllContext context, CancellationToken cancellation)
        {
            Solution solution = context.Solution;
            foreach (ProjectId id in context.Scope is FixAllScope.Solution ? solution.ProjectIds : [context.Project.Id])
            {
                Project project = solution.GetProject(id)!;
                if (await project.GetCompilationAsync(cancellation).ConfigureAwait(false) is { Language: LanguageNames.CSharp } compilation)
                {
                    SyntaxTree? only = context.Scope is FixAllScope.Document
                        && context.Document is { } document and not SourceGeneratedDocument
                        ? await document.GetSyntaxTreeAsync(cancellation).ConfigureAwait(false)
                        : null;
                    solution = await MissingFunctions.ImplementAsync(
                        solution,
                        [
                            .. from type in Generator.Reading.AnnotatedClassFinder.Find(compilation, cancellation)
                               where MissingFunctions.Find(type) is { } missing && (only is null || missing.Class.SyntaxTree == only)
                               select MissingFunctions.Find(type)!,
                        ],
                        cancellation).ConfigureAwait(false);
                }
            }

            return solution;
        }
    }
}
