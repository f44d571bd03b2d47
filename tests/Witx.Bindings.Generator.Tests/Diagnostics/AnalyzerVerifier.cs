using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace Witx.Bindings.Generator.Tests;

/// <summary>A project compiled with the generator and the analyzer.</summary>
internal sealed class AnalyzerVerifier
{
    private const string CodePath = "/project/Host.cs";

    private static readonly ImmutableDictionary<string, string> s_properties =
        ImmutableDictionary<string, string>.Empty.Add("ProjectDir", "/project/");

    private AnalyzerVerifier(Compilation compilation, ImmutableArray<Diagnostic> diagnostics)
    {
        Compilation = compilation;
        Diagnostics = diagnostics;
    }

    /// <summary>The compilation with generated files.</summary>
    public Compilation Compilation { get; }

    /// <summary>The diagnostics of generator and analyzer, ordered by id and location.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>The compiler's own diagnostics, except those about documentation.</summary>
    public IEnumerable<string> CompilerErrors => Compilation.GetDiagnostics()
        .Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id is not "CS1591")
        .Select(static diagnostic => diagnostic.ToString());

    /// <summary>Gets the message of the only diagnostic with an id.</summary>
    public string Message(string id) => Assert.Single(Diagnostics, diagnostic => diagnostic.Id == id).GetMessage(null);

    /// <summary>Analyzes a project and compares the ids and locations of its diagnostics with the marks in its texts.</summary>
    public static async Task<AnalyzerVerifier> Expect(string code, params (string Path, string Text)[] files)
    {
        ImmutableArray<(string Path, MarkedText Marked)> texts =
            [(CodePath, MarkedText.Parse(code)), .. files.Select(static file => ("/project/" + file.Path, MarkedText.Parse(file.Text)))];
        AnalyzerVerifier analyzed =
            await Run(Create(texts[0].Marked.Text, [.. texts.Skip(1).Select(static text => (text.Path, text.Marked.Text))]));
        IEnumerable<string> expected =
            from text in texts
            from mark in text.Marked.Marks
            select $"{mark.Id} {text.Path} {mark.Span} '{text.Marked.Text.Substring(mark.Span.Start, mark.Span.Length)}'";
        IEnumerable<string> reported =
            from diagnostic in analyzed.Diagnostics
            let path = diagnostic.Location.GetLineSpan().Path
            let span = diagnostic.Location.SourceSpan
            select $"{diagnostic.Id} {path} {span} "
                + $"'{texts.First(text => text.Path == path).Marked.Text.Substring(span.Start, span.Length)}'";
        Assert.Equal(expected.Order(StringComparer.Ordinal), reported.Order(StringComparer.Ordinal));
        return analyzed;
    }

    /// <summary>Creates a project in <c>/project</c>.</summary>
    public static Project Create(string code, ImmutableArray<(string Path, string Text)> files) =>
        new() { Code = [(CodePath, code)], Files = files, Properties = s_properties };

    /// <summary>Analyzes a project.</summary>
    public static async Task<AnalyzerVerifier> Run(Project project)
    {
        ConcurrentQueue<Exception> exceptions = new();
        CompilationWithAnalyzersOptions options = new(
            project.AnalyzerOptions(),
            (exception, _, _) => exceptions.Enqueue(exception),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        project.Driver().RunGeneratorsAndUpdateCompilation(
            project.Compilation(), out Compilation compilation, out ImmutableArray<Diagnostic> generated);
        ImmutableArray<Diagnostic> diagnostics = await compilation
            .WithAnalyzers([new WitxAnalyzer()], options)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Empty(exceptions);
        return new AnalyzerVerifier(
            compilation,
            [
                .. generated.Concat(diagnostics)
                    .OrderBy(static diagnostic => diagnostic.Id, StringComparer.Ordinal)
                    .ThenBy(static diagnostic => diagnostic.Location.SourceSpan),
            ]);
    }
}
