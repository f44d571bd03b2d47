using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.Model;

/// <summary>Tells how values of a type are passed.</summary>
internal static class ScalarTypes
{
    /// <summary>True if a value is one core value, not an address in memory.</summary>
    public static bool IsScalar(WitxType type) => type.Resolved
        is BuiltinType or BoolType or HandleType or PointerType or EnumType or FlagsType or VariantType { HasPayloads: false };

    /// <summary>True if a value contains an address, so that a wrong value lets the host reach any memory of the guest.</summary>
    public static bool HasAddress(WitxType type) => type.Resolved switch
    {
        PointerType or ListType or StringType => true,
        var other => CompoundMember.List(other).Any(static member => HasAddress(member.Type)),
    };
}
