using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>
/// Gives every annotated class names for its generated files. The compiler compares these without regard to case, and stops all
/// generation where two are equal.
/// </summary>
/// <param name="Meeting">The full names that differ by nothing else than case, in the order of their characters.</param>
internal sealed record HintNames(EquatableArray<string> Meeting)
{
    public static HintNames Create(IEnumerable<string> fullNames) => new(
    [
        .. fullNames.Distinct().GroupBy(static name => name, StringComparer.OrdinalIgnoreCase)
            .Where(static names => names.Skip(1).Any())
            .SelectMany(static names => names)
            .OrderBy(static name => name, StringComparer.Ordinal),
    ]);

    /// <summary>The class with its own name, to which a number is added where others of the same letters come before it.</summary>
    public WitxTarget Name(WitxTarget target)
    {
        string name = target.Class.FullName;
        int before = Meeting.TakeWhile(other => other != name).Count(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase));
        return before == 0 || !Meeting.Contains(name)
            ? target
            : target with { Class = target.Class with { HintName = Invariant($"{target.Class.HintName}-{before + 1}") } };
    }

    /// <summary>The full name of a class in the characters that the compiler takes for the name of a file; others are written as numbers.</summary>
    public static string Escape(string fullName)
    {
        StringBuilder name = new(fullName.Length);
        foreach (char c in fullName)
        {
            _ = c switch
            {
                '<' => name.Append('{'),
                '>' => name.Append('}'),
                ' ' => name,
                '.' or ',' or '_' => name.Append(c),
                _ when char.IsLetterOrDigit(c) => name.Append(c),
                _ => name.Append('-').Append(Printable.Hexadecimal([c], "x4")),
            };
        }

        return name.ToString();
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
