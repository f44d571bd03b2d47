using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Benchmarks.Generation;

/// <summary>A generator that reads the same inputs as the real one, pairs every class with the files, and writes nothing: the driver's own price.</summary>
internal sealed class EmptyGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<System.Collections.Immutable.ImmutableArray<string>> files = context.AdditionalTextsProvider
            .Where(static text => text.Path.EndsWith(".witx", StringComparison.OrdinalIgnoreCase))
            .Select(static (text, cancellation) => text.GetText(cancellation)!.ToString())
            .Collect();
        IncrementalValuesProvider<string> classes = context.SyntaxProvider.ForAttributeWithMetadataName(
            "Witx.Bindings.WitxModuleAttribute", static (node, _) => node is ClassDeclarationSyntax, static (type, _) => type.TargetSymbol.Name);
        context.RegisterSourceOutput(classes.Combine(files), static (_, _) => { });
    }
}
