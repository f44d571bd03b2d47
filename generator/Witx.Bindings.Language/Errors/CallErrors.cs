using System.Collections.Immutable;

namespace Witx.Bindings.Language.Errors;

/// <summary>Errors of functions whose valid types have no core signature.</summary>
internal static class CallErrors
{
    public static readonly WitxErrorKind InvalidResult = new(
        "WITX201", "Unsupported result type", "Cannot return {0} directly; return it as '(expected $name (error $errno))'");

    public static readonly WitxErrorKind UnnamedResult = new(
        "WITX202",
        "Anonymous result type",
        "Type in '(expected …)' has no name; declare it with '(typename $name …)' and write '$name' here");

    public static readonly WitxErrorKind SeveralResults = new(
        "WITX203",
        "Multiple results",
        "A function has at most one result; return several values as '(expected (tuple $a $b) (error $errno))'");

    public static readonly WitxErrorKind ErrorKind = new(
        "WITX204", "Invalid error type", "Error type '${0}' is {1}; use an enum or an integer of at most 32 bits, with 0 as success");

    public static readonly WitxErrorKind FirstResult = new(
        "WITX205",
        "Invalid first result",
        "Cannot return {0} by value as the first result; put an enum or a number first");

    public static readonly WitxErrorKind TooManyParameters = new(
        "WITX206", "Too many parameters", "Function has {0} core parameters; WebAssembly allows 1000");

    public static ImmutableArray<WitxErrorKind> All { get; } =
        [InvalidResult, UnnamedResult, SeveralResults, ErrorKind, FirstResult, TooManyParameters];
}
