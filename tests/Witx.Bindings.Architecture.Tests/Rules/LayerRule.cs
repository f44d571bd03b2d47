using System;
using System.Collections.Generic;
using System.Linq;

namespace Witx.Bindings.Architecture.Tests.Rules;

/// <summary>A type may use types of its own layer and of lower ones. A layer is a folder of the project with its subfolders.</summary>
/// <param name="folders">Folders of the types.</param>
/// <param name="layers">Names of the folders, lowest layer first. The root folder is the highest layer.</param>
internal sealed class LayerRule(SourceFolders folders, params string[] layers) : IRule
{
    public IEnumerable<string> Check(IReadOnlyCollection<TypeUse> uses)
    {
        SortedSet<string> messages = new(StringComparer.Ordinal);
        foreach (TypeUse use in uses)
        {
            if (folders.Find(use.User) is not { } from || folders.Find(use.Used) is not { } to) continue;

            string user = GetLayer(from), used = GetLayer(to);
            string text = folders.ToText(use.User);
            if (!IsKnown(user))
            {
                messages.Add($"Folder '{user}' of '{text}' is not a layer: move its files into one, or add it to the rule.");
            }
            else if (IsKnown(used) && GetRank(user) < GetRank(used))
            {
                string lower = GetName(user), higher = GetName(used);
                messages.Add(
                    $"'{text}' uses '{folders.ToText(use.Used)}' in '{use.Member}': {lower} must not depend on {higher}. "
                    + $"Move the code up to {higher}, or '{use.Used.Name}' down to {lower}.");
            }
        }

        return messages;
    }

    private static string GetLayer(string folder) => folder.Split('.')[0];

    private static string GetName(string layer) => layer.Length == 0 ? "the root" : layer;

    private bool IsKnown(string layer) => layer.Length == 0 || layers.Contains(layer);

    private int GetRank(string layer) => layer.Length == 0 ? layers.Length : Array.IndexOf(layers, layer);
}
