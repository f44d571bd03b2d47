using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Witx.Bindings.Generator.Checking;
using Witx.Bindings.Generator.Emitting;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Generator.Reading;
using Witx.Bindings.Generator.Reporting;
using Witx.Bindings.Generator.Resolving;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>
/// Completes the classes that are annotated with a witx file, and says what is wrong where something is. What is no error is said by an
/// analyzer, which can be configured and suppressed.
/// </summary>
[Generator]
public sealed class WitxGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<WitxFile> documents = context.AdditionalTextsProvider
            .Where(ParsedFiles.IsWitx)
            .Select(ParsedFiles.Read)
            .WithTrackingName(TrackingNames.Documents);

        // One dictionary that all classes take their files from, and the paths alone, which stay the same while files are edited.
        IncrementalValueProvider<WitxFileSet> files = documents.Collect().Select(static (all, _) => new WitxFileSet(all));
        IncrementalValueProvider<UseIndex> index = documents
            .Select(static (file, _) => FileUses.Create(file))
            .Collect()
            .Select(static (uses, _) => new UseIndex(new(uses)))
            .WithTrackingName(TrackingNames.Index);

        IncrementalValueProvider<BuildOptions> build = context.AnalyzerConfigOptionsProvider
            .Combine(context.ParseOptionsProvider)
            .Select(static (options, _) => BuildOptions.Read(options.Left, options.Right));

        IncrementalValuesProvider<LocatedClass> hosts = Find(context, AnnotatedClassReader.ModuleAttribute, AnnotatedClassReader.ReadHost);
        IncrementalValuesProvider<LocatedClass> types = Find(context, AnnotatedClassReader.TypesAttribute, AnnotatedClassReader.ReadTypes);
        IncrementalValueProvider<HintNames> names = Names(hosts).Combine(Names(types))
            .Select(static (names, _) => HintNames.Create(names.Left.Concat(names.Right)));

        IncrementalValueProvider<Surroundings> surroundings = index.Combine(names).Combine(build)
            .Select(static (all, _) => new Surroundings(all.Left.Left, all.Left.Right, all.Right));
        IncrementalValuesProvider<AnalysisResult> hostBindings = Bind(context, surroundings, files, hosts);
        IncrementalValuesProvider<AnalysisResult> typeBindings = Bind(context, surroundings, files, types);

        // Where something is wrong, and only there, it is worked out with all that helps: names that are near, files that nobody uses.
        IncrementalValuesProvider<ErrorReport> errors = hostBindings.Collect().Combine(typeBindings.Collect()).Combine(files).Combine(build)
            .Select(static (all, cancellation) =>
                ErrorReport.Create(all.Left.Left.Left.AddRange(all.Left.Left.Right), all.Left.Right, all.Right, cancellation))
            .WithTrackingName(TrackingNames.Errors)
            .SelectMany(static (report, _) => report.IsEmpty ? ImmutableArray<ErrorReport>.Empty : [report]);

        // Where things stand changes with every line that is typed above them, and is asked only where something is wrong. So are the
        // syntax trees, of which an error has to be a part for an editor to offer how to mend it.
        context.RegisterSourceOutput(
            errors.Combine(hosts.Collect()).Combine(types.Collect()).Combine(context.CompilationProvider),
            static (output, all) => all.Left.Left.Left.Report(output, all.Right, all.Left.Left.Right, all.Left.Right));
    }

    private static IncrementalValuesProvider<LocatedClass> Find(
        IncrementalGeneratorInitializationContext context,
        string attribute,
        Func<GeneratorAttributeSyntaxContext, CancellationToken, LocatedClass?> read) =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(attribute, static (node, _) => node is ClassDeclarationSyntax || node.IsKind(SyntaxKind.RecordDeclaration), read)
            .SelectMany(static (type, _) => type is null ? ImmutableArray<LocatedClass>.Empty : [type])
            .WithTrackingName(TrackingNames.LocatedClasses);

    private static IncrementalValueProvider<ImmutableArray<string>> Names(IncrementalValuesProvider<LocatedClass> classes) =>
        classes.Select(static (type, _) => type.Class.Declaration.FullName).Collect();

    private static IncrementalValuesProvider<AnalysisResult> Bind(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<Surroundings> surroundings,
        IncrementalValueProvider<WitxFileSet> files,
        IncrementalValuesProvider<LocatedClass> classes)
    {
        IncrementalValuesProvider<AnalysisResult> bindings = classes
            .Select(static (type, _) => type.Class)
            .WithTrackingName(TrackingNames.Classes)
            .Combine(surroundings)
            .Select(static (pair, _) => ReachedFiles.Create(pair.Left, pair.Right.Index, pair.Right.Names, pair.Right.Build))
            .WithTrackingName(TrackingNames.Reached)
            .Combine(files)
            .Select(static (pair, _) => pair.Left.Pick(pair.Right))
            .WithTrackingName(TrackingNames.Picked)
            .Select(static (input, cancellation) => ClassAnalyzer.GetResult(input, cancellation))
            .WithTrackingName(TrackingNames.Results);

        context.RegisterSourceOutput(bindings, Write);
        return bindings;
    }

    private static void Write(SourceProductionContext output, AnalysisResult binding)
    {
        if (binding.Model is { } model)
        {
            output.AddSource(model.GetFileName(), HostEmitter.Write(model));
            if (model.EmbeddedFiles.Count > 0)
            {
                output.AddSource(model.GetFileName("-source"), HostEmitter.WriteSources(model));
            }
        }
    }

    /// <summary>What is the same for all classes while only the text of files changes.</summary>
    private sealed record Surroundings(UseIndex Index, HintNames Names, BuildOptions Build);
}
