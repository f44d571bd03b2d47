using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Benchmarks.Generation;

/// <summary>
/// A generator that reads the same inputs as the real one and combines every class with the files, but generates nothing: the cost of the
/// generator driver alone.
/// </summary>
/// <param name="writesFiles">True to add an empty source file for every class.</param>
internal sealed class EmptyGenerator(bool writesFiles) : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<ImmutableArray<string>> files = context.AdditionalTextsProvider
            .Where(static text => text.Path.EndsWith(".witx", StringComparison.OrdinalIgnoreCase))
            .Select(static (text, cancellation) => text.GetText(cancellation)!.ToString())
            .Collect();
        IncrementalValuesProvider<string> classes = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                "Witx.Bindings.WitxModuleAttribute",
                static (node, _) => node is ClassDeclarationSyntax,
                static (type, _) => type.TargetSymbol.Name)
            .Combine(files)
            .Select(static (pair, _) => pair.Left);
        context.RegisterSourceOutput(classes, (output, name) =>
        {
            if (writesFiles)
            {
                output.AddSource(name + ".g.cs", "");
            }
        });
    }
}
