using System.Collections.Generic;
using System.Linq;

namespace Witx.Bindings.Language.Abi;

/// <summary>The tag and the cases of a variant, enum, bool or expected type.</summary>
internal sealed record VariantShape(IntRepr TagRepr, IReadOnlyList<(string Name, WitxType? Type)> Cases)
{
    public static VariantShape? TryCreate(WitxType type) => type.Resolved switch
    {
        VariantType variant => new(variant.TagRepr, [.. variant.Cases.Select(static item => (item.Name, item.Type))]),
        EnumType enumeration => new(enumeration.Repr, [.. enumeration.Members.Select(static member => (member.Name, (WitxType?)null))]),
        BoolType => new(IntRepr.U32, [("false", null), ("true", null)]),
        ExpectedType expected => new(IntRepr.U32, [("ok", expected.Ok), ("err", expected.Error)]),
        _ => null,
    };
}
