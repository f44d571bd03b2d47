using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>What the analyzer knows of one compilation: the witx files, the annotated classes, and what the files mean to them.</summary>
internal sealed class WitxProject
{
    private readonly WitxFileSet _files;
    private readonly BuildOptions _build;
    private readonly ImmutableHashSet<ISymbol> _classes;
    private readonly ConcurrentDictionary<ISymbol, HostAnalysis> _checked = new(SymbolEqualityComparer.Default);

    private WitxProject(WitxFileSet files, BuildOptions build, ImmutableArray<INamedTypeSymbol> classes)
    {
        _files = files;
        _build = build;
        _classes = classes.ToImmutableHashSet<ISymbol>(SymbolEqualityComparer.Default);
    }

    /// <summary>Reads a compilation; null where it has nothing to do with witx.</summary>
    public static WitxProject? Read(Compilation compilation, AnalyzerOptions options, CancellationToken cancellation)
    {
        ImmutableArray<AdditionalText> texts = [.. options.AdditionalFiles.Where(ParsedFiles.IsWitx)];
        ImmutableArray<INamedTypeSymbol> classes = AnnotatedClasses.Find(compilation, cancellation);
        return texts.IsEmpty && classes.IsEmpty
            ? null
            : new WitxProject(
                new WitxFileSet(texts.Select(text => ParsedFiles.Read(text, cancellation))),
                BuildOptions.Read(options.AnalyzerConfigOptionsProvider, compilation.SyntaxTrees.FirstOrDefault()?.Options),
                classes);
    }

    /// <summary>The annotated class that a type is; null where it is none.</summary>
    public HostAnalysis? ClassOf(ISymbol type, CancellationToken cancellation) => _classes.Contains(type) ? Check(type, cancellation) : null;

    /// <summary>Every annotated class.</summary>
    public IEnumerable<HostAnalysis> Classes(CancellationToken cancellation) => _classes.Select(type => Check(type, cancellation));

    /// <summary>The file of a text; null where it is none, or one that was listed before under the same path.</summary>
    public WitxFile? FileOf(AdditionalText text, CancellationToken cancellation) =>
        ParsedFiles.IsWitx(text) && ParsedFiles.Read(text, cancellation) is var file && ReferenceEquals(_files.Find(text.Path), file) ? file : null;

    private HostAnalysis Check(ISymbol type, CancellationToken cancellation) => _checked.GetOrAdd(type, type =>
    {
        INamedTypeSymbol annotated = (INamedTypeSymbol)type;
        bool isHost = !TargetReader.Attributes(annotated, TargetReader.ModuleAttribute).IsEmpty;
        WitxTarget target = isHost ? TargetReader.ReadHost(annotated) : TargetReader.ReadTypes(annotated);
        return HostAnalysis.Create(target, _files, _build, new Suggestions(), cancellation);
    });
}
