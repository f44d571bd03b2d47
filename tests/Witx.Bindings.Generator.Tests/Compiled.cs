using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Witx.Bindings.Generator.Tests;

/// <summary>A project as the compiler sees it: C#, witx files, and what the generator makes of them.</summary>
internal sealed class Compiled
{
    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is { } name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "Witx.Bindings.dll" or "netstandard.dll"))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    private Compiled(GeneratorDriver driver, Compilation output)
    {
        Driver = driver;
        Output = output;
    }

    public GeneratorDriver Driver { get; }

    public Compilation Output { get; }

    public GeneratorDriverRunResult Result => Driver.GetRunResult();

    public ImmutableArray<Diagnostic> Warnings =>
        [.. Output.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];

    public string Source => Result.GeneratedTrees.Single().ToString();

    public static Compiled Run(string code, params (string Path, string Text)[] files)
    {
        CSharpParseOptions options = new(LanguageVersion.Latest, DocumentationMode.Diagnose);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Test",
            [CSharpSyntaxTree.ParseText(code, options, "Test.cs")],
            s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new WitxGenerator().AsSourceGenerator()],
            [.. files.Select(static file => new WitxText(file.Path, file.Text))],
            options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        return new Compiled(driver, output);
    }

    /// <summary>The interface files of this repository, as if they were the project's own.</summary>
    public static (string Path, string Text)[] RepositoryFiles()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Bindings.sln")))
        {
            root = Path.GetDirectoryName(root.TrimEnd(Path.DirectorySeparatorChar))!;
        }

        string witx = Path.Combine(root, "witx");
        return
        [
            .. Directory.EnumerateFiles(witx, "*.witx", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(path => ("/project/" + Path.GetRelativePath(witx, path).Replace('\\', '/'), File.ReadAllText(path))),
        ];
    }

    private sealed class WitxText(string path, string text) : AdditionalText
    {
        public override string Path { get; } = path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
