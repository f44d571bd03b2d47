using System.Collections.Immutable;

namespace Witx.Bindings.Language.Syntax;

/// <summary>The well-formed definitions of a file.</summary>
/// <param name="Definitions">The top-level forms, in source order.</param>
/// <param name="Dialect">The dialects of the syntax that the file uses.</param>
/// <param name="IsComplete">True if every name that the file defines is known.</param>
internal sealed record FileSyntax(ImmutableArray<DefinitionSyntax> Definitions, SyntaxDialect Dialect, bool IsComplete);
