using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Witx.Bindings.Generator.Tests;

/// <summary>The inputs of a compilation.</summary>
internal sealed record Project
{
    private ImmutableArray<WitxText> _texts = [];

    public ImmutableArray<(string Path, string Text)> Code { get; init; } = [];

    public ImmutableArray<(string Path, string Text)> Files { get; init; } = [];

    public ImmutableDictionary<string, string> Properties { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableArray<MetadataReference> References { get; init; } = [];

    public CSharpCompilationOptions Options { get; init; } =
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    public string Name { get; init; } = "Test";

    public LanguageVersion Language { get; init; } = LanguageVersion.Latest;

    private CSharpParseOptions Parse => new(Language, DocumentationMode.Diagnose);

    /// <summary>Creates a project with one C# file.</summary>
    public static Project Create(string code, params (string Path, string Text)[] files) =>
        new() { Code = [("Test.cs", code)], Files = [.. files] };

    /// <summary>Creates a project with the class <c>Host</c> for one witx file.</summary>
    public static Project OfHost(string witx, string arguments = "") =>
        Create(
            $$"""
            using Witx.Bindings;
            namespace Test;
            [WitxModule("test.witx"{{arguments}})]
            internal sealed partial class Host;
            """,
            ("/project/test.witx", witx));

    public CSharpCompilation Compilation() => CSharpCompilation.Create(
        Name,
        Code.Select(code => CSharpSyntaxTree.ParseText(code.Text, Parse, code.Path)),
        [.. Compiled.References, .. References],
        Options);

    /// <summary>Creates the compilation after an edit. Unchanged syntax trees are reused, as in an editor.</summary>
    public CSharpCompilation Compilation(Project before)
    {
        CSharpCompilation compilation = before.Compilation();
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            string? text = Code.FirstOrDefault(code => code.Path == tree.FilePath).Text;
            compilation = text is null ? compilation.RemoveSyntaxTrees(tree)
                : text == tree.ToString() ? compilation
                : compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, Parse, tree.FilePath));
        }

        return compilation.AddSyntaxTrees(Code.ExceptBy(before.Code.Select(static code => code.Path), static code => code.Path)
            .Select(code => CSharpSyntaxTree.ParseText(code.Text, Parse, code.Path)));
    }

    /// <summary>Updates the driver after an edit. Unchanged witx files are reused.</summary>
    public GeneratorDriver Update(GeneratorDriver driver, Project before)
    {
        GeneratorDriver updated = driver.WithUpdatedAnalyzerConfigOptions(new Build(Properties));
        foreach ((string path, string text) in Files)
        {
            if (before.Files.FirstOrDefault(file => file.Path == path) is var old && old.Text != text)
            {
                WitxText replaced = before._texts.First(file => file.Path == path);
                updated = updated.ReplaceAdditionalText(replaced, new WitxText(path, text));
            }
        }

        return updated;
    }

    public CSharpGeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new WitxGenerator().AsSourceGenerator()],
        AdditionalTexts(),
        Parse,
        new Build(Properties),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public ImmutableArray<AdditionalText> AdditionalTexts() =>
        [.. _texts = [.. Files.Select(static file => new WitxText(file.Path, file.Text))]];

    public AnalyzerOptions AnalyzerOptions() => new(AdditionalTexts(), new Build(Properties));

    /// <summary>Gets the interface files of this repository, with paths inside the project.</summary>
    public static ImmutableArray<(string Path, string Text)> RepositoryFiles() => FilesOf(RepositoryFolder.GetPath("witx"), "/project/");

    /// <summary>Reads the files of a folder.</summary>
    public static ImmutableArray<(string Path, string Text)> FilesOf(string folder, string prefix) =>
    [
        .. Directory.EnumerateFiles(folder, "*.witx", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => (prefix + Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText(path))),
    ];

    private sealed class WitxText(string path, string text) : AdditionalText
    {
        public override string Path { get; } = path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    private sealed class Build(ImmutableDictionary<string, string> properties) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new BuildProperties(properties);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class BuildProperties(ImmutableDictionary<string, string> properties) : AnalyzerConfigOptions
    {
        public override IEnumerable<string> Keys => properties.Keys.Select(static key => "build_property." + key);

        public override bool TryGetValue(string key, out string value) =>
            properties.TryGetValue(key.Replace("build_property.", ""), out value!);
    }
}
