using System;
using System.Text;

namespace Witx.Bindings.Language;

/// <summary>A form on one line: comments left out, white space folded.</summary>
internal static class FormText
{
    public static string Fold(string text, TextSpan span)
    {
        StringBuilder folded = new(Math.Min(span.Length, 256));
        Lexer lexer = new(text, span.Start);
        while (lexer.Position < span.End)
        {
            TokenKind kind = lexer.Next(out TextSpan token, out _);
            if (token.Start >= span.End || kind is TokenKind.End)
            {
                break;
            }

            if (folded.Length > 0 && kind is not TokenKind.RightParen && folded[folded.Length - 1] is not '(')
            {
                _ = folded.Append(' ');
            }

            _ = folded.Append(text, token.Start, token.Length);
        }

        return folded.ToString();
    }
}
