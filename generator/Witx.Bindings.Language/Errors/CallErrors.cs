using System.Collections.Immutable;

namespace Witx.Bindings.Language.Errors;

/// <summary>What can keep a function of sound types from crossing the boundary of a guest.</summary>
internal static class CallErrors
{
    public static readonly WitxErrorKind InvalidResult = new(
        "WITX201", "Result that cannot be returned", "{0} cannot be returned directly; return it as '(expected $name (error $errno))'");

    public static readonly WitxErrorKind UnnamedResult = new(
        "WITX202",
        "Result without a name",
        "what '(expected …)' carries must have a name; write '(typename $name …)' before, and '$name' here");

    public static readonly WitxErrorKind SeveralResults = new(
        "WITX203",
        "Several results",
        "a function has at most one result; return several values as '(expected (tuple $a $b) (error $errno))'");

    public static readonly WitxErrorKind ErrorKind = new(
        "WITX204", "Error of the wrong kind", "an error is an enum or an integer of at most 32 bits, with 0 as success; '${0}' is {1}");

    public static readonly WitxErrorKind FirstResult = new(
        "WITX205",
        "First result that does not fit a register",
        "the first result is returned by value, which {0} cannot be; put an enum or a number first");

    public static readonly WitxErrorKind TooManyParameters = new(
        "WITX206", "Too many parameters", "this function takes {0} core parameters; WebAssembly allows 1000");

    public static ImmutableArray<WitxErrorKind> All { get; } =
        [InvalidResult, UnnamedResult, SeveralResults, ErrorKind, FirstResult, TooManyParameters];
}
