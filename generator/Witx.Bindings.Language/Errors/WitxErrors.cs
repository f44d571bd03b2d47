using System.Collections.Immutable;
using Witx.Bindings.Language.Errors;

namespace Witx.Bindings.Language;

/// <summary>
/// The kinds of error in witx files: <c>WITX0xx</c> for characters and syntax, <c>WITX1xx</c> for names and types, and <c>WITX2xx</c> for
/// calls.
/// </summary>
public static class WitxErrors
{
    /// <summary>Gets all kinds, ordered by id.</summary>
    public static ImmutableArray<WitxErrorKind> All { get; } = [.. GrammarErrors.All, .. TypeErrors.All, .. CallErrors.All];
}
