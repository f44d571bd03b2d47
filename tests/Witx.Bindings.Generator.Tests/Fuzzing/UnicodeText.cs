using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Witx.Bindings.Generator.Tests.Fuzzing;

/// <summary>
/// The code points of Unicode and the surrogates without a partner, in pieces that a test can put into a text: all of the first plane and,
/// of the others, all but letters and code points without a character, of which one in sixteen is taken unless a long run is asked for.
/// </summary>
internal static class UnicodeText
{
    private const int PieceLength = 4096;

    private static readonly int[] s_codePoints = [.. Enumerable.Range(0, 0x11_0000).Where(IsTaken)];

    /// <summary>The pieces: code points, each followed by an <c>x</c>, so that no two of them form a token together.</summary>
    /// <param name="excluded">The characters that the place does not allow.</param>
    public static IEnumerable<string> Pieces(string excluded) =>
        from codePoints in s_codePoints.Chunk(PieceLength)
        let allowed = codePoints.Where(codePoint => codePoint > char.MaxValue || !excluded.Contains((char)codePoint)).ToArray()
        where allowed.Length > 0
        select Join(allowed);

    /// <summary>Every code point without exception.</summary>
    public static IEnumerable<string> All() => Enumerable.Range(0, 0x11_0000).Chunk(PieceLength).Select(Join);

    /// <summary>A text as a witx string spells it: every code point escaped, and those left out that are no character.</summary>
    public static string Escaped(string text) =>
        string.Concat(text.EnumerateRunes().Where(static rune => rune != Rune.ReplacementChar).Select(static rune => $"\\u{{{rune.Value:x}}}"));

    /// <summary>Whether Unicode says that a text can be shown as it is, but for line feeds.</summary>
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
