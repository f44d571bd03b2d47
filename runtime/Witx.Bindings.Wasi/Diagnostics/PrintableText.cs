using System;
using System.Buffers;
using System.Globalization;
using System.Text;

namespace Witx.Bindings.Wasi.Diagnostics;

/// <summary>Escapes text from guests and embedders for logs and exception messages.</summary>
/// <remarks>Escaped text cannot imitate other log lines, and cannot change how the text around it is displayed.</remarks>
internal static class PrintableText
{
    /// <summary>Decodes UTF-8 and escapes it. A byte that is not part of a valid character becomes <c>\xNN</c>.</summary>
    internal static string From(ReadOnlySpan<byte> text)
    {
        string plain = Encoding.UTF8.GetString(text);
        return IsPrintable(plain) ? plain : Escape(text);
    }

    /// <summary>
    /// Escapes characters that are not printable: control, format (such as bidirectional), separator and unassigned characters.
    /// </summary>
    internal static string From(string text) => IsPrintable(text) ? text : Escape(Encoding.UTF8.GetBytes(text));

    private static bool IsPrintable(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || !IsPrintable(rune))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static string Escape(ReadOnlySpan<byte> text)
    {
        StringBuilder escaped = new();
        while (!text.IsEmpty)
        {
            bool isValid = Rune.DecodeFromUtf8(text, out Rune rune, out int length) == OperationStatus.Done;
            if (!isValid)
            {
                foreach (byte part in text[..length])
                {
                    escaped.Append(CultureInfo.InvariantCulture, $"\\x{part:x2}");
                }
            }
            else if (IsPrintable(rune))
            {
                escaped.Append(rune.ToString());
            }
            else
            {
                _ = rune.Value <= byte.MaxValue
                    ? escaped.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}")
                    : escaped.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }

            text = text[length..];
        }

        return escaped.ToString();
    }
}
