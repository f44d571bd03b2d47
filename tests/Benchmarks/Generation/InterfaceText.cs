using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Witx.Bindings.Generator;
using Witx.Bindings.Generator.Checking;
using Witx.Bindings.Generator.Emitting;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Reading;
using Witx.Bindings.Generator.Reporting;
using Witx.Bindings.Language;

namespace Benchmarks.Generation;

/// <summary>An interface as text: a witx file and all files that it uses.</summary>
internal sealed class InterfaceText
{
    private static readonly BuildOptions s_build = new("/project/", MapsLines: true);

    private readonly AnnotatedClass _target;

    private InterfaceText(string name, string root, string attributes, ImmutableArray<(string Path, string Text)> all)
    {
        WitxFileSet set = new([.. all.Select(static file => WitxFile.Parse(file.Path, file.Text))]);
        WitxDocument document = WitxResolver.Resolve(set.Files.First(file => file.Path == "/project/" + root), set, default);
        Files = [.. document.Files.Select(static file => (file.Path, file.Text))];
        Name = name;
        Code = Implement($"""
            using Witx.Bindings;
            [WitxModule("{root}", Module = "{document.Modules[0].Name}")]
            {attributes}
            public partial class Host;
            """);
        _target = AnnotatedClassReader.Read(Compile([Code]).GetTypeByMetadataName("Host")!);
    }

    internal string Name { get; }

    /// <summary>C# source of the host class with a body for every function.</summary>
    internal string Code { get; }

    internal ImmutableArray<(string Path, string Text)> Files { get; }

    internal int Length => Files.Sum(static file => file.Text.Length);

    /// <summary>Reads an interface of this repository, with the fault errors of a WASI host.</summary>
    internal static InterfaceText ReadFromRepository(string name) =>
        new(name, name, "[WitxFaults(UnknownValue = \"inval\", InvalidUtf8 = \"ilseq\")]", ReadFiles(RepositoryFolder.GetPath("witx")));

    /// <summary>Reads the interface of the largest file in a folder that declares a module.</summary>
    internal static InterfaceText ReadLargest(string folder)
    {
        FileInfo largest = new DirectoryInfo(folder).EnumerateFiles("*.witx", SearchOption.AllDirectories)
            .Where(static file => File.ReadAllText(file.FullName).Contains("(module ", StringComparison.Ordinal))
            .MaxBy(static file => file.Length)!;
        return new InterfaceText(
            Path.GetRelativePath(folder, largest.FullName), largest.Name, "", ReadFiles(largest.DirectoryName!));
    }

    internal static CSharpCompilation Compile(string[] code) => CSharpCompilation.Create(
        "Project",
        code.Select(static (text, i) => CSharpSyntaxTree.ParseText(text, path: $"/project/{i}.cs")),
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(static path => Path.GetFileName(path) is "System.Private.CoreLib.dll" or "System.Runtime.dll" or "Witx.Bindings.dll")
                .Select(static path => MetadataReference.CreateFromFile(path)),
        ],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    /// <summary>Parses the files and generates the C# source.</summary>
    /// <returns>The number of generated characters.</returns>
    internal int Generate()
    {
        WitxFileSet files = new([.. Files.Select(static file => WitxFile.Parse(file.Path, file.Text))]);
        AnalysisResult binding = ClassAnalyzer.GetResult(_target, files, s_build, default);
        return HostEmitter.Write(binding.Model!).Length;
    }

    private string Implement(string code)
    {
        SyntaxNode written = CSharpGeneratorDriver.Create(
            [new WitxGenerator().AsSourceGenerator()], Files.Select(static file => new WitxText(file.Path, file.Text)))
            .RunGenerators(Compile([code])).GetRunResult().GeneratedTrees[0].GetRoot();
        IEnumerable<string> bodies = written.DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(static method => method.Modifiers.Any(SyntaxKind.PublicKeyword) && method.Modifiers.Any(SyntaxKind.PartialKeyword))
            .Select(static method => $"{method.WithAttributeLists([]).WithSemicolonToken(default).WithoutTrivia()} => throw null!;");
        return $"{string.Concat(written.ChildNodes().OfType<UsingDirectiveSyntax>())}{code}\npublic partial class Host\n{{\n"
            + $"{string.Join("\n", bodies)}\n}}\n";
    }

    private static ImmutableArray<(string Path, string Text)> ReadFiles(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.witx", SearchOption.AllDirectories)
            .Select(path => ("/project/" + Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText(path))),
    ];
}
