using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary>Compares two interfaces from the view of a guest that was compiled with the old one.</summary>
/// <remarks>
/// A function is compatible if the old parameters are representable in the new types, and the new results in the old types. Modules are
/// paired by name. If both files have only one module, these two are paired.
/// </remarks>
internal static class InterfaceDifferences
{
    public static IEnumerable<Difference> Between(WitxDocument old, WitxDocument current) =>
    [
        .. BetweenModules(old.Modules, current.Modules),
        .. BetweenTypes(
            old.Types.ToDictionary(static type => type.Name),
            current.Types.ToDictionary(static type => type.Name)),
    ];

    private static IEnumerable<Difference> BetweenModules(ImmutableArray<WitxModule> old, ImmutableArray<WitxModule> current)
    {
        if (old is [{ } only] && current is [{ } other])
        {
            return BetweenFunctions(only, other);
        }

        Dictionary<string, WitxModule> named = current.ToDictionary(static module => module.Name);
        HashSet<string> known = [.. old.Select(static module => module.Name)];
        return
        [
            .. old.SelectMany(module => named.TryGetValue(module.Name, out WitxModule? same)
                ? BetweenFunctions(module, same)
                : [new Difference(DifferenceKind.Removed, $"module {module.Name}")]),
            .. current.Where(module => !known.Contains(module.Name))
                .Select(static module => new Difference(DifferenceKind.Added, $"module {module.Name}")),
        ];
    }

    private static IEnumerable<Difference> BetweenFunctions(WitxModule old, WitxModule current)
    {
        Dictionary<string, WitxFunction> named = current.Functions.ToDictionary(static function => function.Name);
        foreach (WitxFunction function in old.Functions)
        {
            string item = $"function {function.Name}";
            if (!named.Remove(function.Name, out WitxFunction? same))
            {
                yield return new Difference(DifferenceKind.Removed, item);
            }
            else if (FindIncompatibility(function, same) is { Length: > 0 } detail)
            {
                yield return new Difference(DifferenceKind.Incompatible, item, detail);
            }
        }

        foreach (WitxFunction function in current.Functions.Where(function => named.ContainsKey(function.Name)))
        {
            yield return new Difference(DifferenceKind.Added, $"function {function.Name}");
        }
    }

    /// <summary>Returns the reason why calls of the old function are incompatible with the new one; empty if they are compatible.</summary>
    private static string FindIncompatibility(WitxFunction old, WitxFunction current)
    {
        string before = SignatureText.Format(old, PointerWidth.Bits32);
        string after = SignatureText.Format(current, PointerWidth.Bits32);
        if (before != after)
        {
            return $"{before} changed to {after}";
        }

        if (old.Parameters.Length != current.Parameters.Length || old.Results.Length != current.Results.Length)
        {
            return "different parameters or results have the same core signature";
        }

        IEnumerable<string> parameters = old.Parameters.Zip(current.Parameters)
            .Where(static pair => Representability.Compare(pair.First.Type, pair.Second.Type) is Representation.NotEqual)
            .Select(static pair => pair.First.Name);
        IEnumerable<string> results = old.Results.Zip(current.Results)
            .Where(static pair => Representability.Compare(pair.Second.Type, pair.First.Type) is Representation.NotEqual)
            .Select(static pair => pair.First.Name);
        return string.Join("; ", parameters.Select(static name => $"parameter '{name}' has an incompatible type")
            .Concat(results.Select(static name => $"result '{name}' has an incompatible type")));
    }

    private static IEnumerable<Difference> BetweenTypes(Dictionary<string, TypeDefinition> old, Dictionary<string, TypeDefinition> current)
    {
        foreach (TypeDefinition type in old.Values)
        {
            string item = $"type {type.Name}";
            if (!current.TryGetValue(type.Name, out TypeDefinition? same))
            {
                yield return new Difference(DifferenceKind.Removed, item);
                continue;
            }

            (uint before, uint after) = (Size(type), Size(same));
            string detail = before == after ? "" : $"size changed from {before} to {after} bytes";
            Representation representation = Representability.Compare(type.Type, same.Type);
            if (representation is Representation.NotEqual)
            {
                yield return new Difference(DifferenceKind.Incompatible, item, detail);
            }
            else if (representation is Representation.Superset || detail.Length > 0)
            {
                yield return new Difference(DifferenceKind.Extended, item, detail);
            }
        }

        foreach (TypeDefinition type in current.Values.Where(type => !old.ContainsKey(type.Name)))
        {
            yield return new Difference(DifferenceKind.Added, $"type {type.Name}");
        }
    }

    private static uint Size(TypeDefinition type) => Layout.Create(type.Type, PointerWidth.Bits32).Size;
}
