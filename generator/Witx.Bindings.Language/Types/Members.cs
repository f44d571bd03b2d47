namespace Witx.Bindings.Language;

/// <summary>A member of an enum or of flags.</summary>
/// <param name="Name">The name without its <c>$</c>.</param>
/// <param name="Docs">The doc comment with a newline after each line; empty if there is none.</param>
/// <param name="Location">The location of the name.</param>
public sealed record Member(string Name, string Docs, SourceLocation Location);

/// <summary>A field of a record or of an untagged union.</summary>
/// <param name="Name">The name without its <c>$</c>.</param>
/// <param name="Type">The type.</param>
/// <param name="Docs">The doc comment with a newline after each line; empty if there is none.</param>
/// <param name="Location">The location of the name.</param>
public sealed record Field(string Name, WitxType Type, string Docs, SourceLocation Location);

/// <summary>A case of a variant.</summary>
/// <param name="Name">The name without its <c>$</c>; the index for cases of a union without names.</param>
/// <param name="Type">The type of the payload; null for none.</param>
/// <param name="Docs">The doc comment with a newline after each line; empty if there is none.</param>
/// <param name="Location">The location of the name.</param>
public sealed record VariantCase(string Name, WitxType? Type, string Docs, SourceLocation Location);

/// <summary>A named constant of an integer type: <c>(@witx const $type $name value)</c>.</summary>
/// <param name="Name">The name without its <c>$</c>.</param>
/// <param name="Value">The value.</param>
/// <param name="Docs">The doc comment with a newline after each line; empty if there is none.</param>
/// <param name="Location">The location of the name.</param>
public sealed record Constant(string Name, ulong Value, string Docs, SourceLocation Location);
