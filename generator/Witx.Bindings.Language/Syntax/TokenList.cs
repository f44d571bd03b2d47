using System;
using System.Buffers;
using Witx.Bindings.Language.Errors;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language.Syntax;

/// <summary>
/// The tokens of a file with balanced parentheses, so that the parser never sees an unbalanced form. Missing closing parentheses are
/// inserted, unmatched ones are removed, and forms that are nested too deeply or belong to unknown annotations are skipped.
/// </summary>
internal sealed class TokenList : IDisposable
{
    /// <summary>The maximum nesting depth. It is more than any interface needs and keeps recursion over the tree safe.</summary>
    public const int MaxDepth = 128;

    private static readonly string[] s_annotations = ["witx", "interface"];

    private readonly string _text;
    private readonly ErrorList _errors;
    private readonly Suggestions _suggestions;
    private Token[] _tokens;
    private int _innermost = -1;
    private int _depth;

    // True if an unterminated string or comment may contain the parentheses that close the open forms.
    private bool _hasUnclosedToken;

    private TokenList(string text, ErrorList errors, Suggestions suggestions)
    {
        _suggestions = suggestions;
        _text = text;
        _errors = errors;
        _tokens = ArrayPool<Token>.Shared.Rent(Math.Max(64, text.Length / 6));
    }

    public int Count { get; private set; }

    public ref readonly Token this[int index] => ref _tokens[Math.Min(index, Count - 1)];

    public static TokenList Read(string text, ErrorList errors, Suggestions suggestions)
    {
        TokenList tokens = new(text, errors, suggestions);
        tokens.ReadAll();
        errors.Sort();
        return tokens;
    }

    public void Dispose()
    {
        ArrayPool<Token>.Shared.Return(_tokens);
        _tokens = [];
    }

    private void ReadAll()
    {
        Lexer lexer = new(_text, 0);
        while (true)
        {
            TokenKind kind = Next(ref lexer, out TextSpan span);
            switch (kind)
            {
                case TokenKind.End:
                    CloseAll("at the end of the file", _text.Length);
                    Add(kind, span);
                    return;
                case TokenKind.Illegal:
                    break;
                case TokenKind.Reserved when IsSlashComment(span):
                    _errors.Add(GrammarErrors.SingleSemicolon, new TextSpan(span.Start, span.Start + 2), "'//' does not start a comment");
                    lexer = new Lexer(_text, Lexer.LineCommentEnd(_text, span.Start));
                    break;
                case TokenKind.Annotation when !IsKnownAnnotation(span):
                    SkipAnnotation(ref lexer, span);
                    break;
                case TokenKind.LeftParen or TokenKind.Annotation when _depth is MaxDepth:
                    _errors.Add(GrammarErrors.TooDeep, span, MaxDepth);
                    _hasUnclosedToken |= !SkipToClose(ref lexer);
                    break;
                case TokenKind.LeftParen or TokenKind.Annotation:
                    Open(kind, span, lexer);
                    break;
                case TokenKind.RightParen:
                    Close(span);
                    break;
                default:
                    Add(kind, span);
                    break;
            }
        }
    }

    private TokenKind Next(ref Lexer lexer, out TextSpan span)
    {
        TokenKind kind = lexer.Next(out span, out LexicalError fault);
        _hasUnclosedToken |= fault is LexicalError.UnclosedComment or LexicalError.UnclosedString;
        switch (fault)
        {
            case LexicalError.IllegalCharacter:
                _errors.Add(GrammarErrors.IllegalCharacter, span, QuoteFirst(span));
                break;
            case LexicalError.SingleSemicolon:
                _errors.Add(GrammarErrors.SingleSemicolon, span, "A single ';' does not start a comment");
                break;
            case LexicalError.UnclosedComment:
                _errors.Add(GrammarErrors.UnclosedComment, span);
                break;
            case LexicalError.UnclosedString:
                _errors.Add(GrammarErrors.UnclosedString, span);
                break;
            case LexicalError.EmptyId:
                _errors.Add(GrammarErrors.EmptyId, span);
                break;
        }

        return kind;
    }

    private void Open(TokenKind kind, TextSpan span, Lexer lexer)
    {
        if (_depth > 0 && BeginsDefinition(span, lexer))
        {
            CloseAll("before the next definition", _tokens[Count - 1].End);
        }

        _hasUnclosedToken &= _depth > 0;

        // Until it is closed, an open token stores the index of the token that encloses it.
        Add(kind, span);
        _tokens[Count - 1].Close = _innermost;
        _innermost = Count - 1;
        _depth++;
    }

    private void Close(TextSpan span)
    {
        if (_depth is 0)
        {
            _errors.Add(GrammarErrors.UnmatchedParenthesis, span);
            return;
        }

        Add(TokenKind.RightParen, span);
        Match();
    }

    private void CloseAll(string where, int position)
    {
        int outermost = _innermost;
        while (_depth > 0)
        {
            outermost = _innermost;
            Add(TokenKind.RightParen, new TextSpan(position, position));
            _tokens[Count - 1].IsMissing = true;
            Match();
        }

        if (outermost >= 0 && !_hasUnclosedToken)
        {
            _errors.Add(GrammarErrors.UnclosedForm, _tokens[outermost].Span, where);
        }
    }

    private void Match()
    {
        int outer = _tokens[_innermost].Close;
        _tokens[_innermost].Close = Count - 1;
        _innermost = outer;
        _depth--;
    }

    /// <summary>
    /// True if a form starts a line and can only be a top-level definition. Forms that are still open before it lack their parentheses.
    /// </summary>
    private bool BeginsDefinition(TextSpan open, Lexer lexer)
    {
        if (open.Start > 0 && _text[open.Start - 1] is not '\n')
        {
            return false;
        }

        _ = lexer.Next(out TextSpan word, out _);
        bool inModule = Is(this[Outermost() + 1].Span, "module");
        return Is(word, "module") || (!inModule && (Is(word, "typename") || Is(word, "use")));
    }

    private int Outermost()
    {
        int index = _innermost;
        while (_tokens[index].Close >= 0)
        {
            index = _tokens[index].Close;
        }

        return index;
    }

    /// <summary>Skips an unknown annotation, which is not an error unless its name is similar to one of ours.</summary>
    private void SkipAnnotation(ref Lexer lexer, TextSpan open)
    {
        string name = _text.Substring(open.Start + 2, open.Length - 2);
        if (_suggestions.DidYouMean(name, s_annotations, "@") is { Length: > 0 } hint)
        {
            _errors.Add(GrammarErrors.UnknownAnnotation, open, name, hint);
        }

        if (!SkipToClose(ref lexer))
        {
            _errors.Add(GrammarErrors.UnclosedForm, open, "at the end of the file");
            _hasUnclosedToken = true;
        }
    }

    private bool SkipToClose(ref Lexer lexer)
    {
        for (int depth = 1; depth > 0;)
        {
            switch (Next(ref lexer, out _))
            {
                case TokenKind.LeftParen or TokenKind.Annotation:
                    depth++;
                    break;
                case TokenKind.RightParen:
                    depth--;
                    break;
                case TokenKind.End:
                    return false;
            }
        }

        return true;
    }

    private void Add(TokenKind kind, TextSpan span)
    {
        if (Count == _tokens.Length)
        {
            Token[] larger = ArrayPool<Token>.Shared.Rent(Count * 2);
            Array.Copy(_tokens, larger, Count);
            ArrayPool<Token>.Shared.Return(_tokens);
            _tokens = larger;
        }

        _tokens[Count++] = new Token { Kind = kind, Start = span.Start, End = span.End };
    }

    private bool IsSlashComment(TextSpan span) => _text.AsSpan(span.Start, span.Length).StartsWith("//".AsSpan());

    private bool IsKnownAnnotation(TextSpan open) => Is(open, "(@witx") || Is(open, "(@interface");

    private bool Is(TextSpan span, string word) => _text.AsSpan(span.Start, span.Length).SequenceEqual(word.AsSpan());

    private string QuoteFirst(TextSpan span)
    {
        int length = span.Length > 1 && char.IsSurrogatePair(_text[span.Start], _text[span.Start + 1]) ? 2 : 1;
        ReadOnlySpan<char> codePoint = _text.AsSpan(span.Start, length);
        return Printable.IndexOfUnprintable(codePoint, out _) < 0 ? codePoint.ToString() : "U+" + Printable.ToHexadecimal(codePoint, "X4");
    }
}
