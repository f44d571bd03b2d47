namespace Witx.Bindings.Language.Text;

/// <summary>Reads tokens one at a time and skips white space and comments. Does not allocate.</summary>
internal struct Lexer(string text, int position)
{
    // One bit for each ASCII character that a word may contain: letters, digits and !#$%&'*+-./:<=>?@\^_`|~
    private const ulong WordBelow64 = 0xF7FF_ECFA_0000_0000;
    private const ulong WordFrom64 = 0x57FF_FFFF_D7FF_FFFF;

    public int Position { get; private set; } = position;

    /// <summary>Reads the next token, and its error if its characters are malformed.</summary>
    public TokenKind Next(out TextSpan span, out LexicalError fault)
    {
        fault = SkipTrivia(out span);
        if (fault is not LexicalError.None)
        {
            return TokenKind.Illegal;
        }

        int start = Position;
        TokenKind kind = TokenKind.End;
        if (start < text.Length)
        {
            kind = text[start] switch
            {
                '(' => Open(),
                ')' => Single(TokenKind.RightParen),
                '"' => String(out fault),
                char c when IsWord(c) => Word(c, out fault),
                _ => Illegal(out fault),
            };
        }

        span = new TextSpan(start, Position);
        return kind;
    }

    public static bool IsWord(char c) =>
        c < 64 ? (WordBelow64 >> c & 1) != 0 : c < 128 && (WordFrom64 >> (c - 64) & 1) != 0;

    public static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r';

    /// <summary>Finds the end of the line comment at a position.</summary>
    public static int LineCommentEnd(string text, int start)
    {
        int end = text.IndexOf('\n', start);
        return end < 0 ? text.Length : end;
    }

    /// <summary>Finds the end of the block comment at a position; −1 if it is not closed.</summary>
    public static int BlockCommentEnd(string text, int start)
    {
        int depth = 0;
        for (int i = start; i + 1 < text.Length; i++)
        {
            if (text[i] is '(' && text[i + 1] is ';')
            {
                depth++;
                i++;
            }
            else if (text[i] is ';' && text[i + 1] is ')')
            {
                depth--;
                i++;
                if (depth is 0)
                {
                    return i + 1;
                }
            }
        }

        return -1;
    }

    private LexicalError SkipTrivia(out TextSpan span)
    {
        while (Position < text.Length)
        {
            char c = text[Position];
            char next = Position + 1 < text.Length ? text[Position + 1] : '\0';
            if (IsSpace(c) || (c is '\uFEFF' && Position is 0))
            {
                Position++;
            }
            else if (c is ';' && next is ';')
            {
                Position = LineCommentEnd(text, Position);
            }
            else if (c is '(' && next is ';')
            {
                int end = BlockCommentEnd(text, Position);
                span = new TextSpan(Position, Position + 2);
                Position = end < 0 ? text.Length : end;
                if (end < 0)
                {
                    return LexicalError.UnclosedComment;
                }
            }
            else if (c is ';')
            {
                // Probably a comment with one semicolon too few: skip the line.
                span = new TextSpan(Position, Position + 1);
                Position = LineCommentEnd(text, Position);
                return LexicalError.SingleSemicolon;
            }
            else
            {
                break;
            }
        }

        span = default;
        return LexicalError.None;
    }

    private TokenKind Single(TokenKind kind)
    {
        Position++;
        return kind;
    }

    private TokenKind Open()
    {
        Position++;
        if (Position + 1 >= text.Length || text[Position] is not '@' || !IsWord(text[Position + 1]))
        {
            return TokenKind.LeftParen;
        }

        SkipWord();
        return TokenKind.Annotation;
    }

    private TokenKind Word(char first, out LexicalError fault)
    {
        int start = Position;
        SkipWord();
        fault = LexicalError.None;
        if (first is '$')
        {
            fault = Position - start is 1 ? LexicalError.EmptyId : LexicalError.None;
            return TokenKind.Id;
        }

        bool signed = first is '+' or '-' && Position - start > 1;
        return signed && IsDigit(text[start + 1]) || IsDigit(first) ? TokenKind.Number
            : first is >= 'a' and <= 'z' ? TokenKind.Keyword
            : TokenKind.Reserved;
    }

    private TokenKind String(out LexicalError fault)
    {
        for (Position++; Position < text.Length; Position++)
        {
            char c = text[Position];
            if (c is '"')
            {
                Position++;
                fault = LexicalError.None;
                return TokenKind.String;
            }

            if (c is '\n' or '\r')
            {
                break;
            }

            if (c is '\\' && Position + 1 < text.Length && text[Position + 1] is not ('\n' or '\r'))
            {
                Position++;
            }
        }

        fault = LexicalError.UnclosedString;
        return TokenKind.String;
    }

    private TokenKind Illegal(out LexicalError fault)
    {
        int start = Position;
        char first = text[start];
        do
        {
            Position++;
        }
        while (Position < text.Length && IsIllegal(text[Position]) && first is not ('{' or '}'));

        fault = LexicalError.IllegalCharacter;
        return TokenKind.Illegal;
    }

    private void SkipWord()
    {
        while (Position < text.Length && IsWord(text[Position]))
        {
            Position++;
        }
    }

    private static bool IsIllegal(char c) => !IsWord(c) && !IsSpace(c) && c is not ('(' or ')' or '"' or ';' or '{' or '}');

    private static bool IsDigit(char c) => c is >= '0' and <= '9';
}

/// <summary>The lexical errors.</summary>
internal enum LexicalError : byte
{
    None,
    IllegalCharacter,
    SingleSemicolon,
    UnclosedComment,
    UnclosedString,
    EmptyId,
}
