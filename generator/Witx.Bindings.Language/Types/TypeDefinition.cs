using System.Collections.Immutable;

namespace Witx.Bindings.Language;

/// <summary>A typename and what it stands for.</summary>
/// <param name="name">The name without its <c>$</c>.</param>
/// <param name="type">What it stands for.</param>
/// <param name="isHidden">Whether the file marks it <c>hidden</c>: known to everyone, repeated in no documentation.</param>
/// <param name="constants">The constants that belong to it, in the order of the file.</param>
/// <param name="docs">The doc comment, a newline after each line; empty when there is none.</param>
/// <param name="location">Where the name is declared.</param>
public sealed class TypeDefinition(
    string name,
    WitxType type,
    bool isHidden,
    ImmutableArray<Constant> constants,
    string docs,
    SourceLocation location)
{
    /// <summary>The name without its <c>$</c>.</summary>
    public string Name { get; } = name;

    /// <summary>What it stands for.</summary>
    public WitxType Type { get; } = type;

    /// <summary>Whether the file marks it <c>hidden</c>.</summary>
    public bool IsHidden { get; } = isHidden;

    /// <summary>The constants that belong to it, in the order of the file.</summary>
    public ImmutableArray<Constant> Constants { get; } = constants;

    /// <summary>The doc comment, a newline after each line; empty when there is none.</summary>
    public string Docs { get; } = docs;

    /// <summary>Where the name is declared.</summary>
    public SourceLocation Location { get; } = location;

    /// <summary>The layout at 32 bits, once it has been asked for.</summary>
    internal Layout? Layout32 { get; set; }

    /// <summary>The layout at 64 bits, once it has been asked for.</summary>
    internal Layout? Layout64 { get; set; }
}
