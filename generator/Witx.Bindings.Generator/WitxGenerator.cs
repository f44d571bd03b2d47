using System;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>
/// Completes the classes that are annotated with a witx file. It says nothing about what is wrong: the analyzers do, which find the
/// same things again and can be configured and suppressed.
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

        Write(context, surroundings, TargetReader.ModuleAttribute, TargetReader.ReadHost);
        Write(context, surroundings, TargetReader.TypesAttribute, TargetReader.ReadTypes);
    }

    private static void Write(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<(ImmutableArray<WitxFile> Documents, BuildOptions Build)> surroundings,
        string attribute,
        Func<GeneratorAttributeSyntaxContext, CancellationToken, WitxTarget> read)
    {
        IncrementalValuesProvider<WitxTarget> targets = context.SyntaxProvider
            .ForAttributeWithMetadataName(attribute, static (node, _) => node is TypeDeclarationSyntax, read)
            .WithTrackingName(TrackingNames.Targets);

        IncrementalValuesProvider<HostModel?> pairs = targets
            .Combine(surroundings)
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
    }
}
