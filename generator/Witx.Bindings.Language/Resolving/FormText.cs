using System;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language.Resolving;

/// <summary>Formats a form on one line, without comments.</summary>
internal static class FormText
{
    public static string Fold(string text, TextSpan span)
    {
        TextBuilder folded = new(stackalloc char[TextBuilder.StackLength]);
        Lexer lexer = new(text, span.Start);
        while (lexer.Position < span.End)
        {
            TokenKind kind = lexer.Next(out TextSpan token, out _);
            if (token.Start >= span.End || kind is TokenKind.End)
            {
                break;
            }

            if (folded.Length > 0 && kind is not TokenKind.RightParen && folded.Text[^1] is not '(')
            {
                folded.Append(' ');
            }

            folded.Append(text.AsSpan(token.Start, token.Length));
        }

        return folded.ToStringAndDispose();
    }
}
