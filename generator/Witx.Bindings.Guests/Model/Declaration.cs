using System.Collections.Immutable;
using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.Model;

/// <summary>A type that the bindings declare: a named type, or a compound type without a name inside another type or a function.</summary>
/// <param name="Names">
/// The name of the type; for a type without a name, the name of the enclosing type or function and the names of the members on the way to
/// it.
/// </param>
/// <param name="Type">The type.</param>
/// <param name="Definition">The definition; null for a type without a name.</param>
internal sealed record Declaration(ImmutableArray<string> Names, WitxType Type, TypeDefinition? Definition)
{
    /// <summary>The object that identifies the type: its definition, or the type itself if it has no name.</summary>
    public object Key => Definition ?? (object)Type;

    /// <summary>The doc comment; empty if there is none.</summary>
    public string Docs => Definition?.Docs ?? "";

    /// <summary>The constants of the type.</summary>
    public ImmutableArray<Constant> Constants => Definition?.Constants ?? [];
}
