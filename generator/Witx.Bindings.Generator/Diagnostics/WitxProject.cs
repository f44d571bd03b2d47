using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>What the analyzers know of one compilation: the witx files, the annotated classes, and what the files mean to them.</summary>
internal sealed class WitxProject
{
    private readonly ConcurrentDictionary<string, WitxDocument> _documents = new();
    private readonly ImmutableDictionary<ISymbol, AnnotatedClass> _classes;

    private WitxProject(WitxFileSet files, BuildOptions build, ImmutableArray<INamedTypeSymbol> classes)
    {
        Files = files;
        Build = build;
        _classes = classes.ToImmutableDictionary<INamedTypeSymbol, ISymbol, AnnotatedClass>(
            static type => type, type => new AnnotatedClass(type, this), SymbolEqualityComparer.Default);
    }

    public WitxFileSet Files { get; }

    public BuildOptions Build { get; }

    public IEnumerable<AnnotatedClass> Classes => _classes.Values;

    /// <summary>Reads a compilation; null where it has nothing to do with witx.</summary>
    public static WitxProject? Read(Compilation compilation, AnalyzerOptions options, CancellationToken cancellation)
    {
        ImmutableArray<AdditionalText> texts = [.. options.AdditionalFiles.Where(ParsedFiles.IsWitx)];
        ImmutableArray<INamedTypeSymbol> classes = AnnotatedClasses.Find(compilation, cancellation);
        return texts.IsEmpty && classes.IsEmpty
            ? null
            : new WitxProject(
                new WitxFileSet(texts.Select(text => ParsedFiles.Read(text, cancellation))),
                BuildOptions.Read(options.AnalyzerConfigOptionsProvider),
                classes);
    }

    /// <summary>The annotated class that a type is; null where it is none.</summary>
    public AnnotatedClass? ClassOf(ISymbol type) => _classes.TryGetValue(type, out AnnotatedClass? found) ? found : null;

    /// <summary>The file of a text; null where it is none, or one that was listed before under the same path.</summary>
    public WitxFile? FileOf(AdditionalText text, CancellationToken cancellation) =>
        ParsedFiles.IsWitx(text) && ParsedFiles.Read(text, cancellation) is var file && ReferenceEquals(Files.Find(text.Path), file) ? file : null;

    /// <summary>What files mean together with all that they use.</summary>
    public WitxDocument Resolve(ImmutableArray<WitxFile> roots, CancellationToken cancellation) =>
        _documents.GetOrAdd(
            string.Join("\n", roots.Select(static root => root.Path)), _ => WitxResolver.Resolve(roots, Files, cancellation));
}
