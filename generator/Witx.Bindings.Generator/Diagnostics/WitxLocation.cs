using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Diagnostics;

/// <summary>Places in witx files and in the user's C#, as the compiler prints them.</summary>
internal static class WitxLocation
{
    public static Location Create(SourceLocation place) => Location.Create(
        place.Path,
        new Microsoft.CodeAnalysis.Text.TextSpan(place.Start, place.Length),
        new LinePositionSpan(new LinePosition(place.Line, place.Column), new LinePosition(place.EndLine, place.EndColumn)));

    /// <summary>A place in the user's C#.</summary>
    public static Location Create(SourceLocation place, Compilation compilation) =>
        compilation.SyntaxTrees.FirstOrDefault(tree => tree.FilePath == place.Path && tree.Length >= place.Start + place.Length) is { } tree
            ? Location.Create(tree, new Microsoft.CodeAnalysis.Text.TextSpan(place.Start, place.Length))
            : Create(place);

    /// <summary>The file as a whole.</summary>
    public static Location Create(WitxFile file) => Location.Create(file.Path, default, default);
}
