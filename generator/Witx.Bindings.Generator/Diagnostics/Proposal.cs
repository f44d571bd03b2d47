using System.Collections.Generic;
using System.Collections.Immutable;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>What was probably meant: the end of a message, and the same for a code fix.</summary>
/// <param name="Name">The name; null when none is near.</param>
internal readonly record struct Proposal(string? Name)
{
    /// <summary>The property of a diagnostic under which a code fix finds the name.</summary>
    public const string Property = "Proposal";

    public static Proposal For(string name, IEnumerable<string> known) => new(new Suggestions().Nearest(name, known));

    public ImmutableDictionary<string, string?> Properties => ImmutableDictionary<string, string?>.Empty.Add(Property, Name);

    /// <inheritdoc/>
    public override string ToString() => Name is null ? "" : $"; did you mean '{Name}'?";
}
