using System;
using System.Linq;

namespace Witx.Bindings.Architecture.Tests.Rules;

/// <summary>The first word of a summary.</summary>
internal static class SummaryText
{
    private static readonly string[] s_wrongStarts =
        ["As", "By", "How", "Of", "That", "Those", "To", "What", "Where", "Whether", "Who", "Whose"];

    /// <summary>Returns true unless a summary is empty or starts with a word that introduces a clause.</summary>
    public static bool StartsWell(string summary)
    {
        string first = summary.Split(' ', '\n', ',', ':')[0];
        return first.Length > 0 && !s_wrongStarts.Contains(first, StringComparer.Ordinal);
    }
}
