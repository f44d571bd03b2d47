using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Generator.Naming;

/// <summary>Converts witx names to C# identifiers.</summary>
/// <param name="overrides">The names that the user chose by <c>[WitxName]</c>.</param>
internal sealed class CSharpNaming(IEnumerable<NameOverride> overrides)
{
    private readonly Dictionary<string, string> _given = overrides
        .Where(static name => SyntaxFacts.IsValidIdentifier(name.Name))
        .GroupBy(static name => name.Witx)
        .ToDictionary(static names => names.Key, static names => names.First().Name);

    public string Function(string witx) => _given.TryGetValue(witx, out string? name) ? name : Pascal(witx);

    public string Type(string witx) => _given.Count > 0 && _given.TryGetValue("$" + witx, out string? name) ? name : Pascal(witx);

    public string Member(string type, string witx) =>
        _given.Count > 0 && _given.TryGetValue($"${type}.{witx}", out string? name) ? name : Pascal(witx);

    /// <summary>Converts a name to Pascal case: <c>fd_read</c> to <c>FdRead</c>.</summary>
    public static string Pascal(string witx)
    {
        // E2BIG is the only name of WASI that starts with a digit.
        return witx is "2big" ? "TooBig" : Join(witx, isPascal: true);
    }

    /// <summary>Converts a name to camel case: <c>buf_len</c> to <c>bufLen</c>.</summary>
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

    /// <summary>Prefixes a name with <c>@</c> if it is a keyword.</summary>
    public static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) is SyntaxKind.None ? name : "@" + name;

    // Import names can contain any character. A character that is not allowed in an identifier separates words.
    private static bool IsLetterOrDigit(char c) => char.IsLetter(c) || char.GetUnicodeCategory(c) is UnicodeCategory.DecimalDigitNumber;
}
