using System.Collections.Generic;
using System.Globalization;

namespace Witx.Bindings.Guests.Naming;

/// <summary>The identifiers declared in one scope. Each is unique.</summary>
/// <param name="reserved">The identifiers that cannot be declared, such as the keywords of the language.</param>
internal sealed class IdentifierScope(params IEnumerable<string> reserved)
{
    private readonly HashSet<string> _taken = [.. reserved];

    /// <summary>
    /// Declares a unique identifier. A name that starts with a digit gets an underscore in front, a reserved or used one an underscore
    /// and then a number at its end.
    /// </summary>
    public string Declare(string name)
    {
        name = name[0] is >= '0' and <= '9' ? "_" + name : name;
        string candidate = name;
        for (int i = 1; !_taken.Add(candidate); i++)
        {
            candidate = name + "_" + (i == 1 ? "" : i.ToString(CultureInfo.InvariantCulture));
        }

        return candidate;
    }
}
