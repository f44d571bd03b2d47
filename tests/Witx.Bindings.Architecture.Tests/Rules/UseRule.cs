using System;
using System.Collections.Generic;
using System.Linq;

namespace Witx.Bindings.Architecture.Tests.Rules;

/// <summary>Certain types may be used only in certain places.</summary>
internal sealed class UseRule : IRule
{
    /// <summary>Gets the condition that a use must meet to be forbidden.</summary>
    public required Func<TypeUse, bool> IsForbidden { get; init; }

    /// <summary>Gets the sentences that end a message: the rule and the remedy.</summary>
    public required string Remedy { get; init; }

    /// <summary>
    /// Gets the members that may break the rule, as <c>Type.Member</c>, or the types that may, as <c>Type</c>. An exemption that is not
    /// needed is reported.
    /// </summary>
    public IReadOnlyCollection<string> Exemptions { get; init; } = [];

    public IEnumerable<string> Check(IReadOnlyCollection<TypeUse> uses)
    {
        HashSet<string> unused = [.. Exemptions];
        SortedSet<string> messages = new(StringComparer.Ordinal);
        foreach (TypeUse use in uses.Where(IsForbidden))
        {
            if (Exemptions.Contains(use.Member) || Exemptions.Contains(use.User.Name))
            {
                unused.Remove(use.Member);
                unused.Remove(use.User.Name);
                continue;
            }

            messages.Add($"'{use.User}' uses '{use.Used}' in '{use.Member}': {Remedy}");
        }

        foreach (string exemption in unused)
        {
            messages.Add($"'{exemption}' no longer breaks the rule: remove it from the exemptions.");
        }

        return messages;
    }
}
