using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>
/// Completes the classes that are annotated with a witx file, and says what is wrong with the files that they name. Everything else is
/// said by analyzers, which can be configured and suppressed.
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

        IncrementalValuesProvider<EquatableArray<WitxError>> hosts =
            Write(context, surroundings, TargetReader.ModuleAttribute, TargetReader.ReadHost);
        IncrementalValuesProvider<EquatableArray<WitxError>> types =
            Write(context, surroundings, TargetReader.TypesAttribute, TargetReader.ReadTypes);

        // One file may stand behind many classes.
        IncrementalValueProvider<EquatableArray<WitxError>> errors = hosts.Collect()
            .Combine(types.Collect())
            .Select(static (all, _) => new EquatableArray<WitxError>(
                [.. all.Left.Concat(all.Right).SelectMany(static errors => errors).Distinct()]))
            .WithTrackingName(TrackingNames.Errors);

        context.RegisterSourceOutput(errors, static (output, errors) =>
        {
            foreach (WitxError error in errors)
            {
                output.ReportDiagnostic(Descriptors.Report(error));
            }
        });
    }

    private static IncrementalValuesProvider<EquatableArray<WitxError>> Write(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<(ImmutableArray<WitxFile> Documents, BuildOptions Build)> surroundings,
        string attribute,
        Func<GeneratorAttributeSyntaxContext, CancellationToken, WitxTarget> read)
    {
        IncrementalValuesProvider<WitxTarget> targets = context.SyntaxProvider
            .ForAttributeWithMetadataName(attribute, static (node, _) => node is TypeDeclarationSyntax, read)
            .WithTrackingName(TrackingNames.Targets);

        IncrementalValuesProvider<(WitxTarget Left, (ImmutableArray<WitxFile> Documents, BuildOptions Build) Right)> inputs =
            targets.Combine(surroundings);

        IncrementalValuesProvider<HostModel?> pairs = inputs
            .Select(static (pair, cancellation) =>
                HostBinder.Bind(pair.Left, new WitxFileSet(pair.Right.Documents), pair.Right.Build, cancellation))
            .WithTrackingName(TrackingNames.Pairs);

        context.RegisterSourceOutput(pairs, static (output, model) =>
        {
            if (model is not null)
            {
                output.AddSource(EmitHost.HintName(model), EmitHost.Write(model));
                if (model.Carried.Count > 0)
                {
                    output.AddSource(EmitHost.HintName(model, ".source"), EmitHost.WriteSources(model));
                }
            }
        });

        return inputs.Select(static (pair, cancellation) =>
            DocumentErrors.Of(pair.Left, new WitxFileSet(pair.Right.Documents), pair.Right.Build, cancellation));
    }
}
