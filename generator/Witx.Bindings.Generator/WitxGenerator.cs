using System;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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
        IncrementalValueProvider<ImmutableArray<WitxFile>> documents = context.AdditionalTextsProvider
            .Where(ParsedFiles.IsWitx)
            .Select(ParsedFiles.Read)
            .WithTrackingName(TrackingNames.Documents)
            .Collect();

        IncrementalValueProvider<(ImmutableArray<WitxFile>, BuildOptions)> surroundings = documents.Combine(
            context.AnalyzerConfigOptionsProvider.Select(static (provider, _) => BuildOptions.Read(provider)));

        IncrementalValuesProvider<AnnotatedClass> hosts = Find(context, TargetReader.ModuleAttribute, TargetReader.ReadHost);
        IncrementalValuesProvider<AnnotatedClass> types = Find(context, TargetReader.TypesAttribute, TargetReader.ReadTypes);
        IncrementalValuesProvider<Binding> hostBindings = Bind(context, surroundings, hosts);
        IncrementalValuesProvider<Binding> typeBindings = Bind(context, surroundings, types);

        IncrementalValuesProvider<ErrorReport> errors = hostBindings.Collect()
            .Combine(typeBindings.Collect())
            .Select(static (all, _) => ErrorReport.Of(all.Left.AddRange(all.Right)))
            .WithTrackingName(TrackingNames.Errors)
            .SelectMany(static (report, _) => report.IsEmpty ? ImmutableArray<ErrorReport>.Empty : [report]);

        // Where things stand changes with every line that is typed above them, and is asked only where something is wrong. So are the
        // syntax trees, of which an error has to be a part for an editor to offer how to mend it.
        context.RegisterSourceOutput(
            errors.Combine(hosts.Collect()).Combine(types.Collect()).Combine(context.CompilationProvider),
            static (output, all) => all.Left.Left.Left.Report(output, all.Right, all.Left.Left.Right, all.Left.Right));
    }

    private static IncrementalValuesProvider<AnnotatedClass> Find(
        IncrementalGeneratorInitializationContext context,
        string attribute,
        Func<GeneratorAttributeSyntaxContext, CancellationToken, AnnotatedClass?> read) =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(attribute, static (node, _) => node is TypeDeclarationSyntax, read)
            .SelectMany(static (type, _) => type is null ? ImmutableArray<AnnotatedClass>.Empty : [type])
            .WithTrackingName(TrackingNames.Classes);

    private static IncrementalValuesProvider<Binding> Bind(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<(ImmutableArray<WitxFile> Documents, BuildOptions Build)> surroundings,
        IncrementalValuesProvider<AnnotatedClass> classes)
    {
        IncrementalValuesProvider<Binding> bindings = classes
            .Select(static (type, _) => type.Target)
            .WithTrackingName(TrackingNames.Targets)
            .Combine(surroundings)
            .Select(static (pair, cancellation) =>
                Binding.Of(pair.Left, new WitxFileSet(pair.Right.Documents), pair.Right.Build, cancellation))
            .WithTrackingName(TrackingNames.Pairs);

        context.RegisterSourceOutput(bindings.Select(static (binding, _) => binding.Model), Write);
        return bindings;
    }

    private static void Write(SourceProductionContext output, HostModel? model)
    {
        if (model is not null)
        {
            output.AddSource(EmitHost.HintName(model), EmitHost.Write(model));
            if (model.Carried.Count > 0)
            {
                output.AddSource(EmitHost.HintName(model, ".source"), EmitHost.WriteSources(model));
            }
        }
    }
}
