using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Guests.Text;

/// <summary>Converts doc comments of witx files to lines that cannot end the comment that contains them.</summary>
internal static class DocText
{
    /// <summary>Splits a doc comment into lines. Unprintable characters are escaped, and empty lines at the end removed.</summary>
    public static IEnumerable<string> Lines(string docs) =>
        docs.Length is 0 ? [] : docs.TrimEnd('\n').Split('\n').Select(static line => Printable.Escape(line.Replace('\t', ' ')).TrimEnd());

    /// <summary>Joins a doc comment to one line.</summary>
    public static string OneLine(string docs) =>
        string.Join(" ", Lines(docs).Select(static line => line.Trim()).Where(static line => line.Length > 0));
}
