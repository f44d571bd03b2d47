using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Witx.Bindings.Generator.Tests.Fuzzing;

/// <summary>
/// Unicode code points and unpaired surrogates, in pieces for tests: all of the first plane, and of the other planes all except letters and
/// unassigned code points, of which a short run takes one in sixteen.
/// </summary>
internal static class UnicodeText
{
    private const int PieceLength = 4096;

    private static readonly int[] s_codePoints = [.. Enumerable.Range(0, 0x11_0000).Where(IsTaken)];

    /// <summary>Gets the pieces. Each code point is followed by <c>x</c>, so that no two of them form a token.</summary>
    /// <param name="excluded">The characters to leave out.</param>
    public static IEnumerable<string> Pieces(string excluded) =>
        from codePoints in s_codePoints.Chunk(PieceLength)
        let allowed = codePoints.Where(codePoint => codePoint > char.MaxValue || !excluded.Contains((char)codePoint)).ToArray()
        where allowed.Length > 0
        select Join(allowed);

    /// <summary>Gets all code points.</summary>
    public static IEnumerable<string> All() => Enumerable.Range(0, 0x11_0000).Chunk(PieceLength).Select(Join);

    /// <summary>Escapes every code point of a text for a witx string, and drops those that are not characters.</summary>
    public static string Escaped(string text) =>
        string.Concat(
            text.EnumerateRunes().Where(static rune => rune != Rune.ReplacementChar).Select(static rune => $"\\u{{{rune.Value:x}}}"));

    /// <summary>True if a text is printable by its Unicode categories, except for line feeds.</summary>
    public static bool IsPrintable(string text)
    {
        for (int i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
        {
            if (text[i] is not '\n' && CharUnicodeInfo.GetUnicodeCategory(text, i) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate)
            {
                return false;
            }

            if (i + 1 == text.Length)
            {
                break;
            }
        }

        return true;
    }

    private static bool IsTaken(int codePoint) =>
        codePoint <= char.MaxValue || codePoint % 16 == 0 || FuzzBudget.IsLong
        || CharUnicodeInfo.GetUnicodeCategory(char.ConvertFromUtf32(codePoint), 0) is not (UnicodeCategory.OtherLetter
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);

    private static string Join(int[] codePoints)
    {
        StringBuilder text = new(codePoints.Length * 3);
        foreach (int codePoint in codePoints)
        {
            _ = codePoint <= char.MaxValue ? text.Append((char)codePoint) : text.Append(char.ConvertFromUtf32(codePoint));
            text.Append('x');
        }

        return text.ToString();
    }
}
