namespace Witx.Bindings.Language;

/// <summary>A name of an enum or of flags.</summary>
/// <param name="Name">The name without its <c>$</c>.</param>
/// <param name="Docs">The doc comment, a newline after each line; empty when there is none.</param>
/// <param name="Location">Where the name stands.</param>
public sealed record Member(string Name, string Docs, SourceLocation Location);

/// <summary>A field of a record or a reading of an untagged union.</summary>
/// <param name="Name">The name without its <c>$</c>.</param>
/// <param name="Type">The type.</param>
/// <param name="Docs">The doc comment, a newline after each line; empty when there is none.</param>
/// <param name="Location">Where the name stands.</param>
public sealed record Field(string Name, WitxType Type, string Docs, SourceLocation Location);

/// <summary>A case of a variant.</summary>
/// <param name="Name">The name without its <c>$</c>; a number for the cases of a union that names none.</param>
/// <param name="Type">The payload, where the case has one.</param>
/// <param name="Docs">The doc comment, a newline after each line; empty when there is none.</param>
/// <param name="Location">Where the name stands.</param>
public sealed record VariantCase(string Name, WitxType? Type, string Docs, SourceLocation Location);

/// <summary>A named number that belongs to a type: <c>(@witx const $type $name value)</c>.</summary>
/// <param name="Name">The name without its <c>$</c>.</param>
/// <param name="Value">The number.</param>
/// <param name="Docs">The doc comment, a newline after each line; empty when there is none.</param>
/// <param name="Location">Where the name stands.</param>
public sealed record Constant(string Name, ulong Value, string Docs, SourceLocation Location);
