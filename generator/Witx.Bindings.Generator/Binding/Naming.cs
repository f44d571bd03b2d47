using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>C# identifiers for witx names.</summary>
/// <param name="overrides">The names that the user gives.</param>
internal sealed class Naming(IEnumerable<NameOverride> overrides)
{
    private readonly Dictionary<string, string> _given = overrides
        .Where(static name => SyntaxFacts.IsValidIdentifier(name.Name))
        .GroupBy(static name => name.Witx)
        .ToDictionary(static names => names.Key, static names => names.First().Name);

    public string Function(string witx) => _given.TryGetValue(witx, out string? name) ? name : Pascal(witx);

    public string Type(string witx) => _given.Count > 0 && _given.TryGetValue("$" + witx, out string? name) ? name : Pascal(witx);

    public string Member(string type, string witx) =>
        _given.Count > 0 && _given.TryGetValue($"${type}.{witx}", out string? name) ? name : Pascal(witx);

    /// <summary>A type, member or method: <c>fd_read</c> is <c>FdRead</c>.</summary>
    public static string Pascal(string witx)
    {
        // E2BIG: the one name of the standards that starts with a digit, and says itself how it is read.
        return witx is "2big" ? "TooBig" : Join(witx, isPascal: true);
    }

    /// <summary>A parameter or a local: <c>buf_len</c> is <c>bufLen</c>.</summary>
    public static string Camel(string witx) => witx is "2big" ? "tooBig" : Join(witx, isPascal: false);

    private static string Join(string witx, bool isPascal)
    {
        TextBuilder name = new(stackalloc char[TextBuilder.Short]);
        bool isStart = true;
        foreach (char c in witx)
        {
            if (!IsLetterOrDigit(c))
            {
                isStart = true;
                continue;
            }

            if (name.Length == 0 && char.IsDigit(c))
            {
                name.Append('_');
            }

            name.Append(name.Length == 0 && !isPascal ? char.ToLowerInvariant(c) : isStart ? char.ToUpperInvariant(c) : c);
            isStart = false;
        }

        return name.Length == 0 ? "_" : name.Finish();
    }

    /// <summary>The name as source text: with an <c>@</c> where it is a keyword.</summary>
    public static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) is SyntaxKind.None ? name : "@" + name;

    // Import names are any text; what C# does not take in an identifier separates words.
    private static bool IsLetterOrDigit(char c) => char.IsLetter(c) || char.GetUnicodeCategory(c) is UnicodeCategory.DecimalDigitNumber;
}

/// <summary>The names of one scope of C#, each given once.</summary>
internal sealed class NameScope
{
    /// <summary>What every class inherits, and what every host declares.</summary>
    private static readonly string[] s_class =
    [
        "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString",
        "WitxAbi", "OnCall", "OnReturn", "OnException",
    ];

    private readonly NameSet _taken = new();

    public NameScope(params ReadOnlySpan<string> reserved) => Reserve(reserved);

    /// <summary>The names inside a class, of which its own and those of its type parameters are taken.</summary>
    public static NameScope OfClass(string name) => new([.. name.Split('<', '>', ',', ' '), .. s_class]);

    /// <summary>The name, with the suffix where it is taken, and with a number where that is taken too.</summary>
    public string Take(string name, string suffix)
    {
        string candidate = name;
        for (int i = 1; !_taken.Add(candidate); i++)
        {
            candidate = name + suffix + (i == 1 ? "" : i.ToString(CultureInfo.InvariantCulture));
        }

        return candidate;
    }

    /// <summary>Keeps names from being given.</summary>
    public void Reserve(params ReadOnlySpan<string> reserved)
    {
        foreach (string name in reserved)
        {
            _taken.Add(name);
        }
    }

    /// <summary>Forgets all names but some.</summary>
    public void Reset(params ReadOnlySpan<string> reserved)
    {
        _taken.Clear();
        Reserve(reserved);
    }

    /// <summary>A name for a local: a keyword gets an <c>@</c>.</summary>
    public string TakeLocal(string name, string suffix) => Naming.Escape(Take(name, suffix));
}
