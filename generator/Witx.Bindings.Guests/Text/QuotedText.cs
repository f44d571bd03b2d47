using System;
using System.Text;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Guests.Text;

/// <summary>Formats string literals.</summary>
internal static class QuotedText
{
    /// <summary>Formats text between quotation marks.</summary>
    /// <param name="text">The text.</param>
    /// <param name="escape">Formats the escape of an unprintable code point, which has one or two UTF-16 code units.</param>
    public static string Format(string text, Func<string, string> escape)
    {
        StringBuilder literal = new("\"");
        string rest = text.Replace("\\", "\\\\").Replace("\"", "\\\"");
        for (int i; (i = Printable.IndexOfUnprintable(rest.AsSpan(), out int length)) >= 0; rest = rest.Substring(i + length))
        {
            literal.Append(rest, 0, i).Append(escape(rest.Substring(i, length)));
        }

        return literal.Append(rest).Append('"').ToString();
    }
}
