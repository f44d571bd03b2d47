using Microsoft.CodeAnalysis;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Diagnostics;

/// <summary>An anchor and its current source location.</summary>
internal sealed record LocatedAnchor(DiagnosticAnchor Anchor, SourceLocation Location)
{
    public static LocatedAnchor Create(DiagnosticAnchor anchor, Location location)
    {
        FileLinePositionSpan lines = location.GetLineSpan();
        return new LocatedAnchor(
            anchor,
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
