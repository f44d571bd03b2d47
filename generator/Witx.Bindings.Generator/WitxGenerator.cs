using System;
using System.Collections.Immutable;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Generator.Checking;
using Witx.Bindings.Generator.Emitting;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Generator.Reading;
using Witx.Bindings.Generator.Reporting;
using Witx.Bindings.Generator.Resolving;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>
/// Generates the bindings of the classes that are annotated with a witx file, and reports errors. <see cref="WitxAnalyzer"/> reports
/// warnings and information, which users can configure and suppress.
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

        // All classes share one dictionary of files. The index holds the paths alone, which do not change while a file is edited.
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
        IncrementalValuesProvider<LocatedClass> imports =
            Find(context, AnnotatedClassReader.ImportsAttribute, AnnotatedClassReader.ReadImports);
        IncrementalValueProvider<HintNames> names = Names(hosts).Combine(Names(types)).Combine(Names(imports))
            .Select(static (names, _) => HintNames.Create([.. names.Left.Left, .. names.Left.Right, .. names.Right]));

        IncrementalValueProvider<Surroundings> surroundings = index.Combine(names).Combine(build)
            .Select(static (all, _) => new Surroundings(all.Left.Left, all.Left.Right, all.Right));
        IncrementalValuesProvider<AnalysisResult> hostBindings = Bind(context, surroundings, files, hosts);
        IncrementalValuesProvider<AnalysisResult> typeBindings = Bind(context, surroundings, files, types);
        IncrementalValuesProvider<AnalysisResult> importBindings = BindImports(context, surroundings, files, imports);

        // Only classes with errors are analyzed again for their messages: finding similar names is expensive.
        IncrementalValuesProvider<ErrorReport> errors = hostBindings.Collect()
            .Combine(typeBindings.Collect())
            .Combine(importBindings.Collect())
            .Select(static (all, _) => new EquatableArray<AnalysisResult>([.. all.Left.Left, .. all.Left.Right, .. all.Right]))
            .Combine(files)
            .Combine(build)
            .Select(static (all, cancellation) => ErrorReport.Create(all.Left.Left, all.Left.Right, all.Right, cancellation))
            .WithTrackingName(TrackingNames.Errors)
            .SelectMany(static (report, _) => report.IsEmpty ? ImmutableArray<ErrorReport>.Empty : [report]);

        // Locations change with every line typed above them, so only errors look them up. Editors offer code fixes only for errors whose
        // location is in a syntax tree.
        context.RegisterSourceOutput(
            errors.Combine(hosts.Collect()).Combine(types.Collect()).Combine(imports.Collect()).Combine(context.CompilationProvider),
            static (output, all) =>
            {
                (((var report, var hosts), var types), var imports) = all.Left;
                report.Report(output, all.Right, hosts, types, imports);
            });
    }

    private static IncrementalValuesProvider<LocatedClass> Find(
        IncrementalGeneratorInitializationContext context,
        string attribute,
        Func<GeneratorAttributeSyntaxContext, CancellationToken, LocatedClass?> read) =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(
                attribute, static (node, _) => node is ClassDeclarationSyntax || node.IsKind(SyntaxKind.RecordDeclaration), read)
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
        IncrementalValuesProvider<AnalysisResult> bindings = Pick(surroundings, files, classes)
            .Select(static (input, cancellation) => ClassAnalyzer.GetResult(input, cancellation))
            .WithTrackingName(TrackingNames.Results);

        context.RegisterSourceOutput(bindings, Write);
        return bindings;
    }

    private static IncrementalValuesProvider<AnalysisResult> BindImports(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<Surroundings> surroundings,
        IncrementalValueProvider<WitxFileSet> files,
        IncrementalValuesProvider<LocatedClass> classes)
    {
        IncrementalValuesProvider<ImportsResult> bindings = Pick(surroundings, files, classes)
            .Select(static (input, cancellation) => ClassAnalyzer.GetImports(input, cancellation))
            .WithTrackingName(TrackingNames.Imports);

        context.RegisterSourceOutput(bindings, static (output, result) =>
        {
            if (result.Generated is { } generated)
            {
                output.AddSource(generated.FileName, SourceText.From(generated.Text, Encoding.UTF8));
            }
        });
        return bindings.Select(static (result, _) => result.Analysis);
    }

    private static IncrementalValuesProvider<ClassInput> Pick(
        IncrementalValueProvider<Surroundings> surroundings,
        IncrementalValueProvider<WitxFileSet> files,
        IncrementalValuesProvider<LocatedClass> classes) =>
        classes
            .Select(static (type, _) => type.Class)
            .WithTrackingName(TrackingNames.Classes)
            .Combine(surroundings)
            .Select(static (pair, _) => ReachedFiles.Create(pair.Left, pair.Right.Index, pair.Right.Names, pair.Right.Build))
            .WithTrackingName(TrackingNames.Reached)
            .Combine(files)
            .Select(static (pair, _) => pair.Left.Pick(pair.Right))
            .WithTrackingName(TrackingNames.Picked);

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

    /// <summary>The inputs that all classes share. They do not change while only the text of a witx file changes.</summary>
    private sealed record Surroundings(UseIndex Index, HintNames Names, BuildOptions Build);
}
