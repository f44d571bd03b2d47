using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Generator.Naming;

/// <summary>C# identifiers for witx names.</summary>
/// <param name="overrides">The names that the user gives.</param>
internal sealed class CSharpNaming(IEnumerable<NameOverride> overrides)
{
    /// <summary>The alias of the class of shared types in a generated file.</summary>
    public const string SharedTypesAlias = "WitxTypes";

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
        TextBuilder name = new(stackalloc char[TextBuilder.StackLength]);
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

        return name.Length == 0 ? "_" : name.ToStringAndDispose();
    }

    /// <summary>The name as source text: with an <c>@</c> where it is a keyword.</summary>
    public static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) is SyntaxKind.None ? name : "@" + name;

    // Import names are any text; what C# does not take in an identifier separates words.
    private static bool IsLetterOrDigit(char c) => char.IsLetter(c) || char.GetUnicodeCategory(c) is UnicodeCategory.DecimalDigitNumber;
}

/// <summary>A C# name that a class gives.</summary>
/// <param name="Witx">What is named: <c>fd_read</c>, <c>$errno</c> or <c>$errno.2big</c>.</param>
/// <param name="Name">The C# identifier.</param>
internal sealed record NameOverride(string Witx, string Name);
