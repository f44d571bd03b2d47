using Microsoft.CodeAnalysis;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>An annotated class and where its parts stand, which changes with every line above it.</summary>
/// <param name="Target">The class.</param>
/// <param name="Places">The places at which something may have to be reported.</param>
internal sealed record AnnotatedClass(WitxTarget Target, EquatableArray<LocatedAnchor> Places);

/// <summary>A place and where it is.</summary>
internal sealed record LocatedAnchor(DiagnosticAnchor Place, SourceLocation Location)
{
    public static LocatedAnchor Create(DiagnosticAnchor place, Location location)
    {
        FileLinePositionSpan lines = location.GetLineSpan();
        return new LocatedAnchor(
            place,
            new SourceLocation(
                lines.Path,
                location.SourceSpan.Start,
                location.SourceSpan.Length,
                lines.StartLinePosition.Line,
                lines.StartLinePosition.Character,
                lines.EndLinePosition.Line,
                lines.EndLinePosition.Character));
    }
}
