using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Generator.Naming;

/// <summary>
/// Unique hint names for the generated files of all annotated classes. The compiler ignores case in hint names and rejects duplicates
/// (CS8785).
/// </summary>
/// <param name="Colliding">The full names that differ from others only by case, in ordinal order.</param>
internal sealed record HintNames(EquatableArray<string> Colliding)
{
    public static HintNames Create(IEnumerable<string> fullNames) => new(
    [
        .. fullNames.Distinct().GroupBy(static name => name, StringComparer.OrdinalIgnoreCase)
            .Where(static names => names.Skip(1).Any())
            .SelectMany(static names => names)
            .OrderBy(static name => name, StringComparer.Ordinal),
    ]);

    /// <summary>The hint name of a class. A number is appended if the names of earlier classes differ only by case.</summary>
    public string GetUnique(string fullName, string hintName)
    {
        int before = Colliding.TakeWhile(other => other != fullName)
            .Count(other => string.Equals(other, fullName, StringComparison.OrdinalIgnoreCase));
        return before == 0 || !Colliding.Contains(fullName) ? hintName : FormattableString.Invariant($"{hintName}-{before + 1}");
    }

    /// <summary>
    /// Converts the full name of a class to characters that a hint name allows. Other characters become hexadecimal code points.
    /// </summary>
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
                _ => name.Append('-').Append(Printable.ToHexadecimal([c], "x4")),
            };
        }

        return name.ToString();
    }
}
