using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Language.Tests;

/// <summary>Texts in which <c>⟦</c> and <c>⟧</c> mark the spans of errors.</summary>
internal static class Marked
{
    /// <summary>Asserts that a text has exactly the errors with these ids at the marked spans.</summary>
    public static void AssertErrors(string marked, params string[] ids)
    {
        (string text, List<(int Start, int Length)> places) = Read(marked);
        WitxError[] errors = [.. TestDocument.Resolve(text).AllErrors().OrderBy(static error => error.Location.Start)];
        Assert.Equal(
            ids.Zip(places, static (id, place) => $"{id} {place.Start}+{place.Length}"),
            errors.Select(static error => $"{error.Id} {error.Location.Start}+{error.Location.Length}"));
        Assert.Equal(ids.Length, places.Count);
    }

    private static (string Text, List<(int Start, int Length)> Places) Read(string marked)
    {
        List<(int Start, int Length)> places = [];
        while (marked.IndexOf('⟦', StringComparison.Ordinal) is >= 0 and int start)
        {
            int end = marked.IndexOf('⟧', StringComparison.Ordinal);
            marked = marked[..start] + marked[(start + 1)..end] + marked[(end + 1)..];
            places.Add((start, end - start - 1));
        }

        return (marked, places);
    }
}
