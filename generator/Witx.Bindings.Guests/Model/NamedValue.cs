using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.Model;

/// <summary>A named value of an enum or a bit of flags: its number is its index in the list.</summary>
/// <param name="Name">The witx name.</param>
/// <param name="Docs">The doc comment; empty if there is none.</param>
internal sealed record NamedValue(string Name, string Docs)
{
    /// <summary>Lists the members of an enum or flags, or the cases of a variant; none for other types.</summary>
    public static ImmutableArray<NamedValue> List(WitxType type) => type switch
    {
        EnumType enumeration => [.. enumeration.Members.Select(static member => new NamedValue(member.Name, member.Docs))],
        FlagsType flags => [.. flags.Members.Select(static member => new NamedValue(member.Name, member.Docs))],
        VariantType variant => [.. variant.Cases.Select(static item => new NamedValue(item.Name, item.Docs))],
        _ => [],
    };
}
