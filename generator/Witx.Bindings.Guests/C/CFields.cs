using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Guests.Model;
using Witx.Bindings.Guests.Naming;
using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.C;

/// <summary>The names of the members of structs and unions in C.</summary>
internal static class CFields
{
    /// <summary>Returns the name of each <see cref="CompoundMember"/> of a type.</summary>
    public static ImmutableArray<string> Names(WitxType type)
    {
        IdentifierScope scope = CNames.CreateScope();
        return [.. CompoundMember.List(type).Select(member => scope.Declare(Words.Snake(member.Name)))];
    }
}
