using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language.Syntax;

/// <summary>A token as the parser sees it: parentheses are always balanced.</summary>
internal struct Token
{
    public TokenKind Kind;

    /// <summary>Whether it is a parenthesis that the file lacks.</summary>
    public bool IsMissing;

    public int Start;

    public int End;

    /// <summary>Of a token that opens a form: the index of the token that closes it.</summary>
    public int Close;

    public readonly bool Opens => Kind is TokenKind.LeftParen or TokenKind.Annotation;

    public readonly TextSpan Span => new(Start, End);
}
