using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Witx.Bindings.Tool;

/// <summary>Formats text, which may contain names from a guest, as one line of a message.</summary>
internal static class SingleLine
{
    /// <summary>Joins the lines of a text, and escapes characters that change how a terminal displays the text around them.</summary>
    public static string From(string text)
    {
        string line = string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return string.Concat(line.EnumerateRunes().Select(Escape));
    }

    private static string Escape(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            ? string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}")
            : rune.ToString();
}
