using System.Collections.Immutable;

namespace Witx.Bindings.Language;

/// <summary>A named type: <c>(typename $name type)</c>.</summary>
/// <param name="name">The name without its <c>$</c>.</param>
/// <param name="type">The type.</param>
/// <param name="isHidden">True if the file marks it <c>hidden</c>, which excludes it from documentation.</param>
/// <param name="constants">The constants of the type, in source order.</param>
/// <param name="docs">The doc comment with a newline after each line; empty if there is none.</param>
/// <param name="location">The location of the name.</param>
public sealed class TypeDefinition(
    string name,
    WitxType type,
    bool isHidden,
    ImmutableArray<Constant> constants,
    string docs,
    SourceLocation location)
{
    /// <summary>Gets the name without its <c>$</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Gets the type.</summary>
    public WitxType Type { get; } = type;

    /// <summary>Gets a value that indicates whether the file marks it <c>hidden</c>.</summary>
    public bool IsHidden { get; } = isHidden;

    /// <summary>Gets the constants of the type, in source order.</summary>
    public ImmutableArray<Constant> Constants { get; } = constants;

    /// <summary>Gets the doc comment with a newline after each line; empty if there is none.</summary>
    public string Docs { get; } = docs;

    /// <summary>Gets the location of the name.</summary>
    public SourceLocation Location { get; } = location;

    /// <summary>The cached layout for 32-bit addresses.</summary>
    internal Layout? Layout32 { get; set; }

    /// <summary>The cached layout for 64-bit addresses.</summary>
    internal Layout? Layout64 { get; set; }
}
