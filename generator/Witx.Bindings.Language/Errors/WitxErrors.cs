using System.Collections.Immutable;
using Witx.Bindings.Language.Errors;

namespace Witx.Bindings.Language;

/// <summary>
/// Every way in which a witx file can be wrong: <c>WITX0xx</c> characters and grammar, <c>WITX1xx</c> names and types, <c>WITX2xx</c>
/// calls.
/// </summary>
public static class WitxErrors
{
    /// <summary>Every kind, in the order of the ids.</summary>
    public static ImmutableArray<WitxErrorKind> All { get; } = [.. GrammarErrors.All, .. TypeErrors.All, .. CallErrors.All];
}
