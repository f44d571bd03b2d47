using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Witx.Bindings.Generator.Tests;

/// <summary>A project compiled with the generator.</summary>
internal sealed class Compiled
{
    public static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(
                static path => Path.GetFileName(path) is { } name && (
                    name.StartsWith("System.", StringComparison.Ordinal) || name is "Witx.Bindings.dll" or "netstandard.dll"))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    private Compiled(GeneratorDriver driver, CSharpCompilation output)
    {
        Driver = driver;
        Output = output;
    }

    public GeneratorDriver Driver { get; }

    public CSharpCompilation Output { get; }

    public GeneratorRunResult Result => Driver.GetRunResult().Results.Single();

    /// <summary>The warnings and errors of the compiler.</summary>
    public ImmutableArray<Diagnostic> Diagnostics =>
        [.. Output.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];

    /// <summary>The warnings and errors of the compiler as text.</summary>
    public string Warnings => string.Join("\n", Diagnostics.Select(static diagnostic => diagnostic.ToString()));

    /// <summary>Gets the text of the only generated file whose name has this suffix.</summary>
    public string Source(string hint = ".g.cs") =>
        Result.GeneratedSources.Single(source => source.HintName.EndsWith(hint, StringComparison.Ordinal)).SourceText.ToString();

    /// <summary>Compiles a project and adds a body to every partial method without one.</summary>
    /// <param name="project">The project.</param>
    /// <param name="body">Returns the body of a method; null for bodies that throw.</param>
    public static Compiled Run(Project project, Func<IMethodSymbol, string>? body = null)
    {
        Compiled compiled = RunAsIs(project);
        string stubs = Stubs(compiled.Output, body ?? (static _ => "=> throw null!;"));
        return stubs.Length == 0 ? compiled : RunAsIs(project with { Code = [.. project.Code, ("Stubs.cs", stubs)] });
    }

    /// <summary>Compiles a project.</summary>
    public static Compiled RunAsIs(Project project)
    {
        CSharpGeneratorDriver driver = project.Driver();
        GeneratorDriver ran = driver.RunGeneratorsAndUpdateCompilation(project.Compilation(), out Compilation output, out _);
        return new Compiled(ran, (CSharpCompilation)output);
    }

    public byte[] Emit()
    {
        using MemoryStream stream = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = Output.Emit(stream);
        return result.Success ? stream.ToArray() : throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
    }

    /// <summary>Writes the missing bodies.</summary>
    private static string Stubs(CSharpCompilation compilation, Func<IMethodSymbol, string> body)
    {
        StringBuilder code = new();
        IEnumerable<MethodDeclarationSyntax> methods = compilation.SyntaxTrees
            .Where(static tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal))
            .SelectMany(static tree => tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
            .Where(static method => method.Modifiers.Any(SyntaxKind.PublicKeyword) && method.Modifiers.Any(SyntaxKind.PartialKeyword));
        foreach (MethodDeclarationSyntax method in methods)
        {
            IMethodSymbol symbol = compilation.GetSemanticModel(method.SyntaxTree).GetDeclaredSymbol(method)!;
            if (symbol.PartialImplementationPart is not null)
            {
                continue;
            }

            if (code.Length == 0)
            {
                code.AppendLine("using WitxApi = global::Witx.Bindings;");
                code.AppendLine(string.Concat(method.SyntaxTree.GetRoot().DescendantNodes().OfType<UsingDirectiveSyntax>()
                    .Where(static alias => alias.Alias?.Name.ToString() is "WitxTypes").Select(static alias => alias.ToFullString())));
            }

            string open = symbol.ContainingNamespace.IsGlobalNamespace ? "" : $"namespace {Namespace(method)} {{ ";
            foreach (TypeDeclarationSyntax type in method.Ancestors().OfType<TypeDeclarationSyntax>().Reverse())
            {
                open += $"partial {type.Keyword} {type.Identifier}{type.TypeParameterList} {{ ";
            }

            string declaration =
                method.WithAttributeLists([]).WithSemicolonToken(default).WithoutTrivia().NormalizeWhitespace().ToFullString();
            code.AppendLine($"{open}{declaration} {body(symbol)}{new string('}', open.Count(static c => c == '{'))}");
        }

        return code.ToString();
    }

    private static string Namespace(MethodDeclarationSyntax method) =>
        method.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Single().Name.ToString();
}
