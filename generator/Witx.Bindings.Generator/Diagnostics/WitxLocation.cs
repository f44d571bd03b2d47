using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Diagnostics;

/// <summary>Converts source locations to Roslyn locations.</summary>
internal static class WitxLocation
{
    public static Location Create(SourceLocation place) => Location.Create(
        place.Path,
        new Microsoft.CodeAnalysis.Text.TextSpan(place.Start, place.Length),
        new LinePositionSpan(new LinePosition(place.Line, place.Column), new LinePosition(place.EndLine, place.EndColumn)));

    /// <summary>Creates the location of a position in the user's C#, inside its syntax tree if the tree still contains it.</summary>
    public static Location Create(SourceLocation place, Compilation compilation) =>
        compilation.SyntaxTrees.FirstOrDefault(tree => tree.FilePath == place.Path && tree.Length >= place.Start + place.Length) is { } tree
            ? Location.Create(tree, new Microsoft.CodeAnalysis.Text.TextSpan(place.Start, place.Length))
            : Create(place);

    /// <summary>Creates the location of a whole witx file.</summary>
    public static Location Create(WitxFile file) => Location.Create(file.Path, default, default);
}
