using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace Witx.Bindings.Language.Tests;

/// <summary>
/// Finds a difference between two documents. Compares all public properties except locations and texts.
/// </summary>
internal static class DocumentComparer
{
    private static readonly string[] s_places = ["Location", "Files", "Errors", "Text", "EqualityContract", "Resolved"];

    public static string? Difference(WitxDocument a, WitxDocument b) => Difference(a, b, "document");

    private static string? Difference(object? a, object? b, string path)
    {
        if (a is null || b is null || a.GetType() != b.GetType())
        {
            return a is null && b is null ? null : $"{path}: {a?.GetType().Name} and {b?.GetType().Name}";
        }

        if (a is string or ulong || a.GetType().IsEnum || a is bool)
        {
            return a.Equals(b) ? null : $"{path}: {a} and {b}";
        }

        // References to named types are compared by name, because the definitions are compared separately.
        if (a is NamedType named)
        {
            return Difference(named.Definition.Name, ((NamedType)b).Definition.Name, path);
        }

        if (a is IEnumerable left)
        {
            List<object?> first = [.. left.Cast<object?>()];
            List<object?> second = [.. ((IEnumerable)b).Cast<object?>()];
            return first.Count != second.Count
                ? $"{path}: {first.Count} and {second.Count} items"
                : first.Select((item, i) => Difference(item, second[i], $"{path}[{i}]")).FirstOrDefault(static found => found is not null);
        }

        return a.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => !s_places.Contains(property.Name))
            .Select(property => Difference(property.GetValue(a), property.GetValue(b), $"{path}.{property.Name}"))
            .FirstOrDefault(static found => found is not null);
    }
}
