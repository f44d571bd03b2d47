using System.Collections.Immutable;

namespace Witx.Bindings.Language.Errors;

/// <summary>What can be wrong with one file alone: its characters, its parentheses, its forms.</summary>
internal static class GrammarErrors
{
    public static readonly WitxErrorKind IllegalCharacter = new(
        "WITX001", "Illegal character", "'{0}' cannot stand outside a string or a comment; remove it");

    public static readonly WitxErrorKind UnclosedString = new(
        "WITX002", "String without end", "this string is not closed on its line; add '\"'");

    public static readonly WitxErrorKind UnclosedComment = new(
        "WITX003", "Comment without end", "this comment is never closed; add ';)'");

    public static readonly WitxErrorKind SingleSemicolon = new(
        "WITX004", "Half a comment", "{0}; a comment begins with ';;', a doc comment with ';;;'");

    public static readonly WitxErrorKind InvalidString = new("WITX005", "Invalid string", "{0}");

    public static readonly WitxErrorKind InvalidNumber = new(
        "WITX006", "Invalid number", "'{0}' is not a number from 0 to 18446744073709551615, decimal or 0x hexadecimal");

    public static readonly WitxErrorKind EmptyId = new("WITX007", "Empty name", "a name needs at least one character after its '$'");

    public static readonly WitxErrorKind UnclosedForm = new(
        "WITX008", "Parenthesis without end", "this parenthesis is never closed; add ')' {0}");

    public static readonly WitxErrorKind UnmatchedParenthesis = new(
        "WITX009", "Parenthesis without beginning", "this ')' closes nothing; remove it");

    public static readonly WitxErrorKind TooDeep = new(
        "WITX010", "Nested too deeply", "parentheses are nested more than {0} deep here; give the inner types names of their own");

    public static readonly WitxErrorKind UnknownForm = new("WITX011", "Unknown form", "{0} is not known {1}; expected {2}{3}");

    public static readonly WitxErrorKind Unexpected = new("WITX012", "Unexpected token", "expected {0}, found {1}");

    public static readonly WitxErrorKind UnknownType = new("WITX013", "Unknown type", "there is no type '{0}'{1}");

    public static readonly WitxErrorKind NoMembers = new("WITX014", "Nothing inside", "'{0}' needs at least one {1}");

    public static readonly WitxErrorKind MixedDialects = new(
        "WITX015", "Old spelling in a new file", "'{0}' is a spelling of before 2021 in a file of today's; write '{1}'");

    public static readonly WitxErrorKind OtherLanguage = new("WITX016", "Another language", "this is {0}; {1}");

    public static readonly WitxErrorKind UnknownAnnotation = new("WITX017", "Misspelled annotation", "'@{0}' is not known{1}");

    public static ImmutableArray<WitxErrorKind> All { get; } =
    [
        IllegalCharacter, UnclosedString, UnclosedComment, SingleSemicolon, InvalidString, InvalidNumber, EmptyId, UnclosedForm,
        UnmatchedParenthesis, TooDeep, UnknownForm, Unexpected, UnknownType, NoMembers, MixedDialects, OtherLanguage, UnknownAnnotation,
    ];
}
