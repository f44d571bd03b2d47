using System;

namespace Witx.Bindings.Language.Text;

/// <summary>Reads the doc comments in front of an item.</summary>
internal static class DocComment
{
    /// <summary>Reads the doc comments between two tokens, without their common indentation and with a newline after each.</summary>
    public static string Read(string text, TextSpan trivia)
    {
        if (trivia.Length < 3 || text.IndexOf(';', trivia.Start, trivia.Length) < 0)
        {
            return "";
        }

        int indent = int.MaxValue;
        int position = trivia.Start;
        bool any = false;
        while (TryNext(text, ref position, trivia.End, out ReadOnlySpan<char> comment))
        {
            any = true;
            if (comment.Length > 0)
            {
                indent = Math.Min(indent, comment.Length - comment.TrimStart().Length);
            }
        }

        return any ? Join(text, trivia, indent) : "";
    }

    private static string Join(string text, TextSpan trivia, int indent)
    {
        TextBuilder docs = new(stackalloc char[TextBuilder.StackLength]);
        int position = trivia.Start;
        while (TryNext(text, ref position, trivia.End, out ReadOnlySpan<char> comment))
        {
            foreach (char c in comment.Length > 0 ? comment[indent..] : comment)
            {
                if (c is not '\r')
                {
                    docs.Append(c);
                }
            }

            docs.Append('\n');
        }

        return docs.ToStringAndDispose();
    }

    /// <summary>Reads the next doc comment, without its opening characters and trailing white space.</summary>
    private static bool TryNext(string text, ref int position, int end, out ReadOnlySpan<char> comment)
    {
        while (position + 1 < end)
        {
            (char c, char next) = (text[position], text[position + 1]);
            ReadOnlySpan<char> body = default;
            if (c is ';' && next is ';')
            {
                int close = Math.Min(end, Lexer.LineCommentEnd(text, position));
                body = text.AsSpan(position + 2, close - position - 2);
                position = close;
            }
            else if (c is '(' && next is ';')
            {
                int close = Lexer.BlockCommentEnd(text, position);
                close = close < 0 ? end : Math.Min(end, close);
                body = text.AsSpan(position + 2, Math.Max(0, close - position - 4));
                position = close;
            }
            else if (c is '(' && next is '@')
            {
                SkipAnnotation(text, ref position, end);
            }
            else
            {
                position++;
            }

            if (body is [';', ..])
            {
                comment = body[1..].TrimEnd();
                return true;
            }
        }

        comment = default;
        return false;
    }

    private static void SkipAnnotation(string text, ref int position, int end)
    {
        Lexer lexer = new(text, position);
        int depth = 0;
        do
        {
            depth += lexer.Next(out _, out _) switch
            {
                TokenKind.LeftParen or TokenKind.Annotation => 1,
                TokenKind.RightParen => -1,
                TokenKind.End => -depth,
                _ => 0,
            };
        }
        while (depth > 0 && lexer.Position < end);

        position = lexer.Position;
    }
}
