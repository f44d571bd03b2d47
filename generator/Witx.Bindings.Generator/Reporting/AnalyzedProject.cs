using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Witx.Bindings.Generator.Checking;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Reading;
using Witx.Bindings.Language;
using Witx.Bindings.Language.Errors;

namespace Witx.Bindings.Generator.Reporting;

/// <summary>The witx files and annotated classes of the compilation under analysis. Each class is analyzed once.</summary>
internal sealed class AnalyzedProject
{
    private readonly WitxFileSet _files;
    private readonly BuildOptions _build;
    private readonly ImmutableHashSet<ISymbol> _classes;
    private readonly ConcurrentDictionary<ISymbol, ClassAnalysis> _checked = new(SymbolEqualityComparer.Default);

    private AnalyzedProject(WitxFileSet files, BuildOptions build, ImmutableArray<INamedTypeSymbol> classes)
    {
        _files = files;
        _build = build;
        _classes = classes.ToImmutableHashSet<ISymbol>(SymbolEqualityComparer.Default);
    }

    /// <summary>Reads a compilation; null if it has no witx files and no annotated classes.</summary>
    public static AnalyzedProject? Read(Compilation compilation, AnalyzerOptions options, CancellationToken cancellation)
    {
        ImmutableArray<AdditionalText> texts = [.. options.AdditionalFiles.Where(ParsedFiles.IsWitx)];
        ImmutableArray<INamedTypeSymbol> classes = AnnotatedClassFinder.Find(compilation, cancellation);
        return texts.IsEmpty && classes.IsEmpty
            ? null
            : new AnalyzedProject(
                new WitxFileSet(texts.Select(text => ParsedFiles.Read(text, cancellation))),
                BuildOptions.Read(options.AnalyzerConfigOptionsProvider, compilation.SyntaxTrees.FirstOrDefault()?.Options),
                classes);
    }

    /// <summary>Analyzes a type; null if it is not an annotated class.</summary>
    public ClassAnalysis? ClassOf(ISymbol type, CancellationToken cancellation) =>
        _classes.Contains(type) ? Check(type, cancellation) : null;

    /// <summary>Analyzes every annotated class.</summary>
    public IEnumerable<ClassAnalysis> Classes(CancellationToken cancellation) => _classes.Select(type => Check(type, cancellation));

    /// <summary>Gets the witx file of an additional file; null if it is another file, or repeats the path of an earlier one.</summary>
    public WitxFile? FileOf(AdditionalText text, CancellationToken cancellation) =>
        ParsedFiles.IsWitx(text) && ParsedFiles.Read(text, cancellation) is var file && ReferenceEquals(_files.Find(text.Path), file)
            ? file
            : null;

    private ClassAnalysis Check(ISymbol type, CancellationToken cancellation) => _checked.GetOrAdd(type, type =>
    {
        AnnotatedClass annotated = AnnotatedClassReader.Read((INamedTypeSymbol)type);
        return ClassAnalyzer.Analyze(annotated, _files, _build, new Suggestions(), cancellation);
    });
}
