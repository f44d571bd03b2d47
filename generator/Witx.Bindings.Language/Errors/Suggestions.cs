using System;
using System.Collections.Generic;

namespace Witx.Bindings.Language.Errors;

/// <summary>Finds the names that were probably meant. Comparing names is dear: a file with very many errors gets no more suggestions.</summary>
/// <param name="budget">How many names may be looked at.</param>
internal sealed class Suggestions(int budget = Suggestions.DefaultBudget)
{
    private const int DefaultBudget = 20_000;
    private const int MaxLength = 40;

    private int _left = budget;

    /// <summary>Whether names are proposed at all.</summary>
    public bool IsEnabled { get; } = budget > 0;

    /// <summary>Proposes nothing, for who only asks whether there are errors.</summary>
    public static Suggestions None { get; } = new(0);

    /// <summary>The end of a message: <c>; did you mean '$filesize'?</c>; empty when nothing is near.</summary>
    public string DidYouMean(string name, IEnumerable<string> known, string prefix) =>
        FindNearest(name, known) is { } nearest ? $"; did you mean '{prefix}{nearest}'?" : "";

    /// <summary>The name that was probably meant; null when none is near.</summary>
    public string? FindNearest(string name, IEnumerable<string> known)
    {
        if (name.Length > MaxLength)
        {
            return null;
        }

        string? nearest = null;
        int least = name.Length / 3 + 1;
        foreach (string candidate in known)
        {
            if (_left <= 0)
            {
                break;
            }

            _left--;

            if (Math.Abs(candidate.Length - name.Length) < least)
            {
                int distance = Distance(name, candidate);
                (nearest, least) = distance < least ? (candidate, distance) : (nearest, least);
            }
        }

        return nearest;
    }

    /// <summary>
    /// How many letters must be put in, left out, changed or swapped with their neighbour; a change of case counts for nothing.
    /// </summary>
    private static int Distance(string a, string b)
    {
        int width = b.Length + 1;
        int[] rows = new int[3 * width];
        for (int j = 0; j < width; j++)
        {
            rows[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            (int row, int above, int twoAbove) = (i % 3 * width, (i - 1) % 3 * width, (i + 1) % 3 * width);
            rows[row] = i;
            for (int j = 1; j < width; j++)
            {
                int change = AreSameLetter(a[i - 1], b[j - 1]) ? 0 : 1;
                int least = Math.Min(rows[above + j - 1] + change, Math.Min(rows[above + j], rows[row + j - 1]) + 1);
                bool isSwap = i > 1 && j > 1 && AreSameLetter(a[i - 1], b[j - 2]) && AreSameLetter(a[i - 2], b[j - 1]);
                rows[row + j] = isSwap ? Math.Min(least, rows[twoAbove + j - 2] + 1) : least;
            }
        }

        return rows[a.Length % 3 * width + width - 1];
    }

    private static bool AreSameLetter(char a, char b) => a == b || ((a ^ b) is 0x20 && char.IsLetter(a));
}
