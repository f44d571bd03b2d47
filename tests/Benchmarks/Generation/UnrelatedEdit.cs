using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Witx.Bindings.Generator;

namespace Benchmarks.Generation;

/// <summary>A project with 500 C# files. A file without an annotated class is edited.</summary>
internal sealed class UnrelatedEdit
{
    private const int Files = 500;

    private readonly CSharpCompilation[] _compilations;
    private GeneratorDriver _driver;
    private int _edits;

    /// <param name="host">The interface that the project implements, or null for none.</param>
    internal UnrelatedEdit(InterfaceText? host)
    {
        CSharpCompilation before = InterfaceText.Compile(
            [
                host?.Code ?? "",
                .. Enumerable.Range(0, Files - 1)
                    .Select(static i => $"namespace N{i} {{ public class C {{ public int F(int x) => x + {i}; }} }}"),
            ]);
        SyntaxTree edited = before.SyntaxTrees[Files / 2];
        CSharpCompilation after = before.ReplaceSyntaxTree(edited, CSharpSyntaxTree.ParseText("class Edited;", path: edited.FilePath));
        _compilations = [before, after];
        _driver = CSharpGeneratorDriver.Create(
            [new WitxGenerator().AsSourceGenerator()],
            host?.Files.Select(static file => new WitxText(file.Path, file.Text)) ?? []).RunGenerators(before);
    }

    /// <summary>Applies or reverts the edit, and runs the generator.</summary>
    internal void Run() => _driver = _driver.RunGenerators(_compilations[++_edits % 2]);
}
