using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Benchmarks.Generation;

/// <summary>A project with many annotated classes. Each has its own witx file, all use a shared one, and one file is edited.</summary>
internal sealed class LargeProject
{
    /// <summary>The number of classes.</summary>
    internal const int Classes = 200;

    private readonly CSharpCompilation _compilation = InterfaceText.Compile(
        [
            .. Enumerable.Range(0, Classes).Select(static i =>
                $"[Witx.Bindings.WitxModule(\"m{i}.witx\", Missing = Witx.Bindings.MissingFunction.Trap)] public partial class Host{i};"),
        ]);

    private readonly WitxText[] _versions = [Module(0, "u32"), Module(0, "u64")];
    private GeneratorDriver _driver;
    private int _edits;

    /// <param name="generator">The generator to run.</param>
    internal LargeProject(IIncrementalGenerator generator)
    {
        ImmutableArray<AdditionalText> files =
        [
            new WitxText(
                "/project/types.witx",
                "(typename $errno (enum (@witx tag u16) $success $inval $nosys))\n(typename $size u32)\n(typename $fd (handle))"),
            _versions[0],
            .. Enumerable.Range(1, Classes - 1).Select(static i => Module(i, "u32")),
        ];
        _driver = CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], files).RunGenerators(_compilation);
    }

    /// <summary>Applies or reverts an edit of the file of one class, and runs the generator.</summary>
    internal void Run()
    {
        WitxText before = _versions[_edits++ % 2];
        _driver = _driver.ReplaceAdditionalText(before, _versions[_edits % 2]).RunGenerators(_compilation);
    }

    private static WitxText Module(int number, string type) => new(
        $"/project/m{number}.witx",
        $"""
        (use "types.witx")
        ;;; A module of some functions.
        (module $m{number}
          ;;; Reads.
          (@interface func (export "read") (param $fd $fd) (param $offset {type}) (param $to (list u8)) (result $error (expected $size (error $errno))))
          ;;; Writes.
          (@interface func (export "write") (param $fd $fd) (param $from (list u8)) (result $error (expected $size (error $errno))))
          ;;; Opens.
          (@interface func (export "open") (param $path string) (result $error (expected $fd (error $errno))))
          ;;; Closes.
          (@interface func (export "close") (param $fd $fd) (result $error (expected (error $errno)))))
        """);
}
