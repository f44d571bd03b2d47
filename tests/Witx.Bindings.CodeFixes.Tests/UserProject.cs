using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Witx.Bindings.Generator;

namespace Witx.Bindings.CodeFixes.Tests;

/// <summary>A workspace project with the generator and the analyzer.</summary>
internal static class UserProject
{
    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(
                static path => Path.GetFileName(path) is { } name && (
                    name.StartsWith("System.", StringComparison.Ordinal) || name is "Witx.Bindings.dll"))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Opens a project in <c>/project</c>.</summary>
    /// <param name="witx">The interface, <c>kv.witx</c>.</param>
    /// <param name="code">The C# files.</param>
    public static Project Open(string witx, params (string Path, string Text)[] code)
    {
        AdhocWorkspace workspace = new();
        Project project = workspace.AddProject("Test", LanguageNames.CSharp)
            .WithParseOptions(new CSharpParseOptions(LanguageVersion.Latest))
            .WithCompilationOptions(
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .AddMetadataReferences(s_references)
            .AddAnalyzerReference(new OwnAnalyzers())
            .AddAdditionalDocument("kv.witx", witx, filePath: "/project/kv.witx").Project
            .AddAnalyzerConfigDocument(
                "/project/build.globalconfig",
                SourceText.From("is_global = true\nbuild_property.ProjectDir = /project/\n"),
                filePath: "/project/build.globalconfig").Project;
        foreach ((string path, string text) in code)
        {
            project = project.AddDocument(path, SourceText.From(text), filePath: "/project/" + path).Project;
        }

        return project;
    }

    private sealed class OwnAnalyzers : AnalyzerReference
    {
        private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers = [new WitxAnalyzer()];

        private static readonly ImmutableArray<ISourceGenerator> s_generators = [new WitxGenerator().AsSourceGenerator()];

        public override string? FullPath => null;

        public override object Id => nameof(OwnAnalyzers);

        public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzers(string language) => s_analyzers;

        public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzersForAllLanguages() => s_analyzers;

        public override ImmutableArray<ISourceGenerator> GetGenerators(string language) => s_generators;

        public override ImmutableArray<ISourceGenerator> GetGeneratorsForAllLanguages() => s_generators;
    }
}
