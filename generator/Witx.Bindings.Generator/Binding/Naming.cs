using System.Collections.Generic;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Witx.Bindings.Generator;

/// <summary>C# identifiers for witx names.</summary>
internal static class Naming
{
    /// <summary>A type, member or method: <c>fd_read</c> is <c>FdRead</c>.</summary>
    public static string Pascal(string witx)
    {
        if (witx is "2big")
        {
            // E2BIG: the one name of the standards that starts with a digit, and says itself how it is read.
            return "TooBig";
        }

        StringBuilder name = new(witx.Length);
        bool isStart = true;
        foreach (char c in witx)
        {
            if (!char.IsLetterOrDigit(c))
            {
                isStart = true;
                continue;
            }

            name.Append(isStart ? char.ToUpperInvariant(c) : c);
            isStart = false;
        }

        return name.Length == 0 || char.IsDigit(name[0]) ? "_" + name : name.ToString();
    }

    /// <summary>A parameter or a local: <c>buf_len</c> is <c>bufLen</c>.</summary>
    public static string Camel(string witx)
    {
        string pascal = Pascal(witx);
        return char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
    }

    /// <summary>The name as source text: with an <c>@</c> where it is a keyword.</summary>
    public static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) is SyntaxKind.None ? name : "@" + name;
}

/// <summary>The names of one scope of C#, each given once.</summary>
internal sealed class NameScope(params string[] reserved)
{
    private readonly HashSet<string> _taken = [.. reserved];

    /// <summary>The name, with the suffix where it is taken, and with a number where that is taken too.</summary>
    public string Take(string name, string suffix)
    {
        string candidate = name;
        for (int i = 1; !_taken.Add(candidate); i++)
        {
            candidate = name + suffix + (i == 1 ? "" : i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return candidate;
    }

    public void Reserve(string name) => _taken.Add(name);
}
