using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>The cases of whatever has cases: an enum, a variant, an expected.</summary>
internal static class VariantCases
{
    /// <summary>The cases, in the order of their tags; none for a type without any.</summary>
    public static ImmutableArray<VariantCase> Of(WitxType type) => type switch
    {
        VariantType variant => variant.Cases,
        EnumType e => [.. e.Members.Select(static member => new VariantCase(member.Name, null, member.Docs, member.Location))],
        ExpectedType expected => [Case("ok", expected.Ok), Case("err", expected.Error)],
        _ => [],
    };

    /// <summary>The integer that carries the tag.</summary>
    public static IntRepr ReprOf(WitxType type) => type switch
    {
        VariantType variant => variant.TagRepr,
        EnumType e => e.Repr,
        _ => IntRepr.U32,
    };

    private static VariantCase Case(string name, WitxType? type) => new(name, type, "", new SourceLocation("", 0, 0, 0, 0, 0, 0));
}
