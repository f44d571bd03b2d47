using System.Collections.Immutable;

namespace Witx.Bindings.Language.Syntax;

/// <summary>The forms of a file that are well formed enough to have a meaning.</summary>
/// <param name="Definitions">The forms that stand outside all others, in order.</param>
/// <param name="Dialect">The generations of witx that the spelling belongs to.</param>
/// <param name="IsComplete">Whether every name that the file defines could be read.</param>
internal sealed record FileSyntax(ImmutableArray<DefinitionSyntax> Definitions, SyntaxDialect Dialect, bool IsComplete);
