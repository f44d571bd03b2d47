using System;
using System.Collections.Generic;

namespace Witx.Bindings.Language.Errors;

/// <summary>
/// Finds similar names for messages. Comparing names is expensive, so a budget limits the suggestions for a file with many errors.
/// </summary>
/// <param name="budget">The number of names that may be compared.</param>
internal sealed class Suggestions(int budget = Suggestions.DefaultBudget)
{
    private const int DefaultBudget = 20_000;
    private const int MaxLength = 40;

    private int _left = budget;

    /// <summary>Gets a value that indicates whether names are suggested.</summary>
    public bool IsEnabled { get; } = budget > 0;

    /// <summary>Gets an instance without suggestions, for callers that do not show messages.</summary>
    public static Suggestions None { get; } = new(0);

    /// <summary>Formats the end of a message, such as <c>; did you mean '$filesize'?</c>; empty if no name is similar.</summary>
    public string DidYouMean(string name, IEnumerable<string> known, string prefix) =>
        FindNearest(name, known) is { } nearest ? $"; did you mean '{prefix}{nearest}'?" : "";

    /// <summary>Finds the most similar name; null if none is similar.</summary>
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
    /// The Damerau-Levenshtein distance (optimal string alignment). A change of case is free.
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
