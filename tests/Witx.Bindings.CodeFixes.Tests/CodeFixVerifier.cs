using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Witx.Bindings.Generator;
using Xunit;

namespace Witx.Bindings.CodeFixes.Tests;

/// <summary>Runs diagnostics and code fixes on a project.</summary>
internal static class CodeFixVerifier
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Gets the diagnostics of compiler, generator and analyzer.</summary>
    public static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(this Project project)
    {
        Compilation compilation = (await project.GetCompilationAsync(Cancellation))!;
        return
        [
            .. await compilation.WithAnalyzers([new WitxAnalyzer()], project.AnalyzerOptions).GetAllDiagnosticsAsync(Cancellation),
            .. await project.GeneratorDiagnosticsAsync(compilation),
        ];
    }

    /// <summary>Gets the errors and warnings as text.</summary>
    public static async Task<string> ErrorsAsync(this Project project) =>
        string.Join(
            "\n",
            (await project.DiagnosticsAsync())
                .Where(static each => each.Severity >= DiagnosticSeverity.Warning && each.Id is not "CS1591"));

    /// <summary>Gets the actions that a fix offers for the first diagnostic with an id.</summary>
    public static async Task<ImmutableArray<CodeAction>> OfferedAsync(this Project project, CodeFixProvider fix, string id)
    {
        Diagnostic diagnostic = (await project.DiagnosticsAsync()).First(diagnostic => diagnostic.Id == id);
        List<CodeAction> actions = [];
        await fix.RegisterCodeFixesAsync(new CodeFixContext(
            await project.DocumentOfAsync(diagnostic), diagnostic, (action, _) => actions.Add(action), Cancellation));
        return [.. actions];
    }

    /// <summary>Applies the action with a title.</summary>
    public static async Task<Project> FixAsync(this Project project, CodeFixProvider fix, string id, string title) =>
        await project.AfterAsync(Assert.Single(await project.OfferedAsync(fix, id), action => action.Title == title));

    /// <summary>Fixes all diagnostics with an id.</summary>
    public static async Task<Project> FixAllAsync(
        this Project project, CodeFixProvider fix, string id, FixAllScope scope, string? equivalenceKey = null)
    {
        ImmutableArray<Diagnostic> diagnostics = await project.DiagnosticsAsync();
        Document document = await project.DocumentOfAsync(diagnostics.First(diagnostic => diagnostic.Id == id));
        CodeAction action = (await fix.GetFixAllProvider()!.GetFixAsync(new FixAllContext(
            document, fix, scope, equivalenceKey!, [id], new Reported(diagnostics), Cancellation)))!;
        return await project.AfterAsync(action);
    }

    /// <summary>Gets the text of a file. The editor's settings determine its line ends.</summary>
    public static async Task<string> TextAsync(this Project project, string path) =>
        (await project.Documents.Single(document => document.Name == path).GetTextAsync(Cancellation)).ToString().ReplaceLineEndings("\n");

    /// <summary>Gets the diagnostics of the generator, which the workspace does not expose.</summary>
    private static async Task<ImmutableArray<Diagnostic>> GeneratorDiagnosticsAsync(this Project project, Compilation compilation)
    {
        List<SyntaxTree> generated = [];
        foreach (SourceGeneratedDocument document in await project.GetSourceGeneratedDocumentsAsync(Cancellation))
        {
            generated.Add((await document.GetSyntaxTreeAsync(Cancellation))!);
        }

        return CSharpGeneratorDriver.Create(
                [new WitxGenerator().AsSourceGenerator()],
                project.AnalyzerOptions.AdditionalFiles,
                (CSharpParseOptions)project.ParseOptions!,
                project.AnalyzerOptions.AnalyzerConfigOptionsProvider)
            .RunGenerators(compilation.RemoveSyntaxTrees(generated), Cancellation)
            .GetRunResult().Diagnostics;
    }

    private static async Task<Document> DocumentOfAsync(this Project project, Diagnostic diagnostic)
    {
        IEnumerable<Document> documents = [.. project.Documents, .. await project.GetSourceGeneratedDocumentsAsync(Cancellation)];
        string path = diagnostic.Location.SourceTree?.FilePath ?? diagnostic.Location.GetLineSpan().Path;
        return documents.First(document => document.FilePath == path);
    }

    private static async Task<Project> AfterAsync(this Project project, CodeAction action)
    {
        ApplyChangesOperation change = Assert.Single((await action.GetOperationsAsync(Cancellation)).OfType<ApplyChangesOperation>());
        return change.ChangedSolution.GetProject(project.Id)!;
    }

    private sealed class Reported(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics.Where(diagnostic => diagnostic.Location.GetLineSpan().Path == document.FilePath));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
