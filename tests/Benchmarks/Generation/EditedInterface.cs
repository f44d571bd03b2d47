using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Witx.Bindings.Generator;

namespace Benchmarks.Generation;

/// <summary>An edited interface: its host is generated again, because every declaration moved by a line.</summary>
internal sealed class EditedInterface
{
    private readonly CSharpCompilation _compilation;
    private readonly ImmutableArray<(string Path, string Text)>[] _files;
    private ImmutableArray<WitxText> _texts;
    private GeneratorDriver _driver;
    private int _edits;

    internal EditedInterface(InterfaceText text)
    {
        _files = [text.Files, [.. text.Files.Select(static file => (file.Path, "\n" + file.Text))]];
        _compilation = InterfaceText.Compile([text.Code]);
        _texts = Texts();
        _driver = CSharpGeneratorDriver.Create([new WitxGenerator().AsSourceGenerator()], _texts).RunGenerators(_compilation);
    }

    /// <summary>Parses the generated source, as the compiler does for semantic analysis.</summary>
    internal void Read() => CSharpSyntaxTree.ParseText(_driver.GetRunResult().Results[0].GeneratedSources[0].SourceText);

    /// <summary>Applies or reverts an edit of every file, and runs the generator.</summary>
    internal void Run()
    {
        ImmutableArray<WitxText> edited = Texts();
        for (int i = 0; i < edited.Length; i++)
        {
            _driver = _driver.ReplaceAdditionalText(_texts[i], edited[i]);
        }

        _texts = edited;
        _driver = _driver.RunGenerators(_compilation);
    }

    private ImmutableArray<WitxText> Texts() => [.. _files[_edits++ % 2].Select(static file => new WitxText(file.Path, file.Text))];
}
