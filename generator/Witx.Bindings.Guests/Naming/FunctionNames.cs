using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.Naming;

/// <summary>Finds functions that need the name of their module in front of their own.</summary>
internal static class FunctionNames
{
    /// <summary>Returns the names that functions of several modules share.</summary>
    public static HashSet<string> Repeated(WitxDocument document) =>
    [
        .. document.Modules
            .SelectMany(static module => module.Functions)
            .GroupBy(static function => function.Name)
            .Where(static functions => functions.Skip(1).Any())
            .Select(static functions => functions.Key),
    ];
}
