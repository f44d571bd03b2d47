using System.Collections.Generic;
using System.Linq;

namespace Witx.Bindings.Guests.Naming;

/// <summary>Splits witx names into words of ASCII letters and digits, and joins them in the style of a language.</summary>
internal static class Words
{
    /// <summary>Joins the words of names in snake case: <c>fdRead</c> to <c>fd_read</c>.</summary>
    public static string Snake(params IEnumerable<string> names) => Join(names, "_", static word => word.ToLowerInvariant());

    /// <summary>Joins the words of names in upper snake case: <c>fd_read</c> to <c>FD_READ</c>.</summary>
    public static string UpperSnake(params IEnumerable<string> names) => Join(names, "_", static word => word.ToUpperInvariant());

    /// <summary>Joins the words of names in Pascal case: <c>fd_read</c> to <c>FdRead</c>.</summary>
    public static string Pascal(params IEnumerable<string> names) =>
        Join(names, "", static word => char.ToUpperInvariant(word[0]) + word.Substring(1).ToLowerInvariant());

    /// <summary>Joins the words of names in camel case: <c>buf_len</c> to <c>bufLen</c>.</summary>
    public static string Camel(params IEnumerable<string> names)
    {
        string pascal = Pascal(names);
        return char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
    }

    private static string Join(IEnumerable<string> names, string separator, System.Func<string, string> convert)
    {
        string joined = string.Join(separator, names.SelectMany(Split).Select(convert));
        return joined.Length is 0 ? "_" : joined;
    }

    /// <summary>A word ends at each other character, and between a lower-case and an upper-case letter.</summary>
    private static IEnumerable<string> Split(string name)
    {
        int start = 0;
        for (int i = 0; i <= name.Length; i++)
        {
            bool isEnd = i == name.Length || !IsLetterOrDigit(name[i]);
            bool isHump = !isEnd && i > start && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1]);
            if ((isEnd || isHump) && i > start)
            {
                yield return name.Substring(start, i - start);
            }

            start = isEnd ? i + 1 : isHump ? i : start;
        }
    }

    private static bool IsLetterOrDigit(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
