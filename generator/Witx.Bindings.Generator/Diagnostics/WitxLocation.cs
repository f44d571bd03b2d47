using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Diagnostics;

/// <summary>Converts source locations to Roslyn locations.</summary>
internal static class WitxLocation
{
    public static Location Create(SourceLocation location) => Location.Create(
        location.Path,
        new Microsoft.CodeAnalysis.Text.TextSpan(location.Start, location.Length),
        new LinePositionSpan(new LinePosition(location.Line, location.Column), new LinePosition(location.EndLine, location.EndColumn)));

    /// <summary>Creates the location of a position in the user's C#, inside its syntax tree if the tree still contains it.</summary>
    public static Location Create(SourceLocation location, Compilation compilation) =>
        compilation.SyntaxTrees
            .FirstOrDefault(tree => tree.FilePath == location.Path && tree.Length >= location.Start + location.Length) is { } tree
            ? Location.Create(tree, new Microsoft.CodeAnalysis.Text.TextSpan(location.Start, location.Length))
            : Create(location);

    /// <summary>Creates the location of a whole witx file.</summary>
    public static Location Create(WitxFile file) => Location.Create(file.Path, default, default);
}
