using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>A class that is annotated with witx files, and what these mean to it.</summary>
internal sealed class AnnotatedClass(INamedTypeSymbol type, WitxProject project)
{
    public INamedTypeSymbol Type { get; } = type;

    public WitxProject Project { get; } = project;

    /// <summary>The attributes, in the order of the source.</summary>
    public ImmutableArray<WitxAttribute> Attributes { get; } = WitxAttribute.Of(type, project);

    /// <summary>Whether it offers functions; else it holds types only.</summary>
    public bool IsHost => Attributes.Any(static attribute => attribute.IsModule);

    /// <summary>Whether every file is there.</summary>
    public bool IsComplete => Attributes.All(static attribute => attribute.File is not null);

    /// <summary>What the files mean together, those of them that are there.</summary>
    public WitxDocument Document(CancellationToken cancellation) =>
        Project.Resolve(
            [
                .. Attributes
                    .Where(attribute => attribute.IsModule == IsHost)
                    .Select(static attribute => attribute.File)
                    .OfType<WitxFile>()
                    .Distinct(),
            ],
            cancellation);

    /// <summary>Whether the files say all that they were meant to say: without an error, and without a file that is missing.</summary>
    public bool IsSound(CancellationToken cancellation) =>
        IsComplete && Document(cancellation) is var document && document.Errors.IsEmpty && document.Files.All(static file => file.Errors.IsEmpty);
}
