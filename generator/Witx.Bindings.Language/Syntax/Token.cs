using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language.Syntax;

/// <summary>A token of a list in which all parentheses are balanced.</summary>
internal struct Token
{
    public TokenKind Kind;

    /// <summary>True for a closing parenthesis that the file lacks.</summary>
    public bool IsMissing;

    public int Start;

    public int End;

    /// <summary>The index of the closing token, for a token that opens a form.</summary>
    public int Close;

    public readonly bool Opens => Kind is TokenKind.LeftParen or TokenKind.Annotation;

    public readonly TextSpan Span => new(Start, End);
}
