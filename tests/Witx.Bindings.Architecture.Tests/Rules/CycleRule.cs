using System;
using System.Collections.Generic;
using System.Linq;

namespace Witx.Bindings.Architecture.Tests.Rules;

/// <summary>Sibling folders do not use each other in a cycle. A folder and its own subfolders may.</summary>
/// <param name="folders">Folders of the types.</param>
internal sealed class CycleRule(SourceFolders folders) : IRule
{
    public IEnumerable<string> Check(IReadOnlyCollection<TypeUse> uses)
    {
        Dictionary<(string From, string To), TypeUse> arrows = [];
        foreach (TypeUse use in uses.OrderBy(static use => use.Member, StringComparer.Ordinal))
        {
            if (folders.Find(use.User) is { } from && folders.Find(use.Used) is { } to && FindSiblings(from, to) is { } siblings)
            {
                arrows.TryAdd(siblings, use);
            }
        }

        HashSet<string> reported = [];
        foreach ((string From, string To) arrow in arrows.Keys.OrderBy(static arrow => arrow.From, StringComparer.Ordinal))
        {
            if (reported.Contains(arrow.From) || FindWay(arrows.Keys, arrow.To, arrow.From) is not { } way) continue;

            string[] cycle = [arrow.From, .. way];
            reported.UnionWith(cycle);
            IEnumerable<string> mentions = cycle.Zip(cycle.Skip(1)).Select(step => Describe(arrows[step]));
            yield return $"Folders {string.Join(" → ", cycle)} form a cycle: {string.Join("; ", mentions)}. "
                + "Move a type so that one of these uses disappears.";
        }
    }

    private static (string From, string To)? FindSiblings(string from, string to)
    {
        string[] user = from.Split('.', StringSplitOptions.RemoveEmptyEntries), used = to.Split('.', StringSplitOptions.RemoveEmptyEntries);
        int common = user.Zip(used).TakeWhile(static pair => pair.First == pair.Second).Count();
        return common == user.Length || common == used.Length ? null : (Join(user), Join(used));

        string Join(string[] folder) => string.Join('.', folder.Take(common + 1));
    }

    /// <summary>Returns the shortest way along the arrows, both ends included; null if there is none.</summary>
    private static string[]? FindWay(IReadOnlyCollection<(string From, string To)> arrows, string from, string to)
    {
        Queue<string[]> ways = new([[from]]);
        HashSet<string> seen = [from];
        while (ways.TryDequeue(out string[]? way))
        {
            if (way[^1] == to) return way;

            foreach ((string _, string next) in arrows.Where(arrow => arrow.From == way[^1] && seen.Add(arrow.To)))
            {
                ways.Enqueue([.. way, next]);
            }
        }

        return null;
    }

    private string Describe(TypeUse use) => $"'{folders.ToText(use.User)}' uses '{folders.ToText(use.Used)}' in '{use.Member}'";
}
