using System;
using System.Globalization;

namespace Witx.Bindings.Language.Text;

/// <summary>
/// Finds and escapes unprintable characters: control and format characters (including bidirectional ones), line and paragraph separators,
/// private-use and unassigned code points, and unpaired surrogates.
/// </summary>
internal static class Printable
{
    /// <summary>Finds the first unprintable code point.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The number of UTF-16 code units of that code point; 0 if there is none.</param>
    /// <returns>Its index, or −1 if all code points are printable.</returns>
    public static int IndexOfUnprintable(ReadOnlySpan<char> text, out int length)
    {
        for (int i = 0; i < text.Length; i += length)
        {
            length = 1;
            if (text[i] is >= ' ' and <= '~')
            {
                continue;
            }

            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                length = 2;
            }

            if (!IsShown(text.Slice(i, length)))
            {
                return i;
            }
        }

        length = 0;
        return -1;
    }

    /// <summary>Replaces each unprintable code point by a witx escape such as <c>\u{2028}</c>.</summary>
    /// <param name="text">The text.</param>
    public static string Escape(string text)
    {
        if (IndexOfUnprintable(text.AsSpan(), out _) < 0)
        {
            return text;
        }

        TextBuilder escaped = new(stackalloc char[TextBuilder.StackLength]);
        ReadOnlySpan<char> rest = text.AsSpan();
        for (int i; (i = IndexOfUnprintable(rest, out int length)) >= 0; rest = rest[(i + length)..])
        {
            escaped.Append(rest[..i]);
            escaped.Append(Escape(rest.Slice(i, length)).AsSpan());
        }

        escaped.Append(rest);
        return escaped.ToStringAndDispose();
    }

    /// <summary>Formats the escape of one code point.</summary>
    /// <param name="codePoint">Its one or two code units.</param>
    public static string Escape(ReadOnlySpan<char> codePoint) => $"\\u{{{ToHexadecimal(codePoint, "x")}}}";

    /// <summary>Formats a code point as a hexadecimal number.</summary>
    /// <param name="codePoint">Its one or two code units.</param>
    /// <param name="format">The format, such as <c>x8</c>.</param>
    public static string ToHexadecimal(ReadOnlySpan<char> codePoint, string format) =>
        (codePoint.Length == 2 ? char.ConvertToUtf32(codePoint[0], codePoint[1]) : codePoint[0])
            .ToString(format, CultureInfo.InvariantCulture);

    private static bool IsShown(ReadOnlySpan<char> codePoint)
    {
        UnicodeCategory category = codePoint.Length == 1
            ? CharUnicodeInfo.GetUnicodeCategory(codePoint[0])
            : CharUnicodeInfo.GetUnicodeCategory(codePoint.ToString(), 0);
        return category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);
    }
}
