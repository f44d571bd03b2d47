using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Witx.Bindings.Generator.Tests;

/// <summary>A project as the compiler sees it: C#, witx files, what the generator adds, and what the analyzers say about it.</summary>
internal sealed class Analyzed
{
    public const string CodePath = "/project/Host.cs";

    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is { } name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "Witx.Bindings.dll" or "netstandard.dll"))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    private Analyzed(Compilation compilation, ImmutableArray<Diagnostic> diagnostics)
    {
        Compilation = compilation;
        Diagnostics = diagnostics;
    }

    /// <summary>The project with what the generator adds.</summary>
    public Compilation Compilation { get; }

    /// <summary>What the generator and the analyzers say, in the order of ids and places.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>What the compiler itself says, as errors and warnings.</summary>
    public ImmutableArray<Diagnostic> CompilerErrors =>
        [.. Compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];

    /// <summary>The one message of an id.</summary>
    public string Message(string id) => Assert.Single(Diagnostics, diagnostic => diagnostic.Id == id).GetMessage();

    /// <summary>Analyzes a project whose texts are marked, and holds what is said, id by id and place by place, against the marks.</summary>
    public static async Task<Analyzed> Expect(string code, params (string Path, string Text)[] files)
    {
        MarkedText markedCode = MarkedText.Parse(code);
        (string Path, MarkedText Text)[] marked = [.. files.Select(static file => ("/project/" + file.Path, MarkedText.Parse(file.Text)))];
        Analyzed analyzed = await Run([markedCode.Text], [.. marked.Select(static file => (file.Path, file.Text.Text))]);
        IEnumerable<string> expected =
            from text in marked.Append((Path: CodePath, Text: markedCode))
            from mark in text.Text.Marks
            select $"{mark.Id} {text.Path} {mark.Span} '{text.Text.Text.Substring(mark.Span.Start, mark.Span.Length)}'";
        IEnumerable<string> reported =
            from diagnostic in analyzed.Diagnostics
            let path = diagnostic.Location.GetLineSpan().Path
            let text = path == CodePath ? markedCode.Text : marked.Single(file => file.Path == path).Text.Text
            let span = diagnostic.Location.SourceSpan
            select $"{diagnostic.Id} {path} {span} '{text.Substring(span.Start, span.Length)}'";
        Assert.Equal(expected.Order(StringComparer.Ordinal), reported.Order(StringComparer.Ordinal));
        return analyzed;
    }

    /// <summary>Analyzes a project.</summary>
    public static Task<Analyzed> Run(string[] code, params (string Path, string Text)[] files) =>
        Run(code, [.. files.Select(static file => new WitxText(file.Path, file.Text))]);

    /// <summary>Analyzes a project.</summary>
    public static async Task<Analyzed> Run(string[] code, ImmutableArray<AdditionalText> files)
    {
        Compilation compilation = CSharpCompilation.Create(
            "Test",
            code.Select(static (text, i) => CSharpSyntaxTree.ParseText(text, s_options, i == 0 ? CodePath : $"/project/File{i}.cs")),
            s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver
            .Create([new WitxGenerator().AsSourceGenerator()], files, s_options, new Options())
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> generatorDiagnostics);
        return new Analyzed(output, await Analyze(output, files, generatorDiagnostics));
    }

    private static async Task<ImmutableArray<Diagnostic>> Analyze(
        Compilation compilation, ImmutableArray<AdditionalText> files, ImmutableArray<Diagnostic> generated)
    {
        ConcurrentQueue<Exception> exceptions = new();
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions(files, new Options()),
            (exception, _, _) => exceptions.Enqueue(exception),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> diagnostics = await compilation
            .WithAnalyzers([new WitxAnalyzer()], options)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Empty(exceptions);
        return [.. diagnostics.Concat(generated).OrderBy(static diagnostic => diagnostic.Id, StringComparer.Ordinal).ThenBy(static diagnostic => diagnostic.Location.SourceSpan)];
    }

    /// <summary>A witx file of the project.</summary>
    public sealed class WitxText(string path, string text) : AdditionalText
    {
        public override string Path { get; } = path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    private sealed class Options : AnalyzerConfigOptionsProvider
    {
        private static readonly AnalyzerConfigOptions s_values = new Values();

        public override AnalyzerConfigOptions GlobalOptions => s_values;

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => s_values;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => s_values;

        private sealed class Values : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, out string value)
            {
                value = key is "build_property.ProjectDir" ? "/project/" : "";
                return value.Length > 0;
            }
        }
    }
}
