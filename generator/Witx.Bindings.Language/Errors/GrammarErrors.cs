using System.Collections.Immutable;

namespace Witx.Bindings.Language.Errors;

/// <summary>Lexical and syntax errors of one file.</summary>
internal static class GrammarErrors
{
    public static readonly WitxErrorKind IllegalCharacter = new(
        "WITX001", "Illegal character", "Character '{0}' is not allowed outside strings and comments; remove it");

    public static readonly WitxErrorKind UnclosedString = new(
        "WITX002", "Unterminated string", "String is not closed on its line; add '\"'");

    public static readonly WitxErrorKind UnclosedComment = new(
        "WITX003", "Unterminated comment", "Comment is not closed; add ';)'");

    public static readonly WitxErrorKind SingleSemicolon = new(
        "WITX004", "Malformed comment", "{0}; start a comment with ';;' and a doc comment with ';;;'");

    public static readonly WitxErrorKind InvalidString = new("WITX005", "Invalid string", "{0}");

    public static readonly WitxErrorKind InvalidNumber = new(
        "WITX006", "Invalid number", "'{0}' is not a number from 0 to 18446744073709551615, decimal or 0x hexadecimal");

    public static readonly WitxErrorKind EmptyId = new("WITX007", "Empty name", "A name needs at least one character after its '$'");

    public static readonly WitxErrorKind UnclosedForm = new(
        "WITX008", "Unclosed parenthesis", "Parenthesis is not closed; add ')' {0}");

    public static readonly WitxErrorKind UnmatchedParenthesis = new(
        "WITX009", "Unmatched closing parenthesis", "')' has no matching '('; remove it");

    public static readonly WitxErrorKind TooDeep = new(
        "WITX010", "Nesting too deep", "Parentheses are nested more than {0} levels deep; define the inner types by name");

    public static readonly WitxErrorKind UnknownForm = new("WITX011", "Unknown form", "Unknown form {0} {1}; expected {2}{3}");

    public static readonly WitxErrorKind Unexpected = new("WITX012", "Unexpected token", "Expected {0}, found {1}");

    public static readonly WitxErrorKind UnknownType = new("WITX013", "Unknown type", "Type '{0}' does not exist{1}");

    public static readonly WitxErrorKind NoMembers = new("WITX014", "Missing members", "'{0}' needs at least one {1}");

    public static readonly WitxErrorKind MixedDialects = new(
        "WITX015", "Mixed pre-2021 and current syntax", "'{0}' is pre-2021 syntax in a file with current syntax; write '{1}'");

    public static readonly WitxErrorKind OtherLanguage = new("WITX016", "Unsupported language", "File is written in {0}; {1}");

    public static readonly WitxErrorKind UnknownAnnotation = new("WITX017", "Misspelled annotation", "Unknown annotation '@{0}'{1}");

    public static ImmutableArray<WitxErrorKind> All { get; } =
    [
        IllegalCharacter, UnclosedString, UnclosedComment, SingleSemicolon, InvalidString, InvalidNumber, EmptyId, UnclosedForm,
        UnmatchedParenthesis, TooDeep, UnknownForm, Unexpected, UnknownType, NoMembers, MixedDialects, OtherLanguage, UnknownAnnotation,
    ];
}
