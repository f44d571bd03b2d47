using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Resolving;

/// <summary>The cases of whatever has cases: an enum, a variant, an expected.</summary>
internal static class WitxCases
{
    private static readonly SourceLocation s_nowhere = new("", 0, 0, 0, 0, 0, 0);

    /// <summary>The cases of a variant or an expected, in the order of their tags; none for a type without any.</summary>
    public static ImmutableArray<VariantCase> Get(WitxType type) => type switch
    {
        VariantType variant => variant.Cases,
        ExpectedType expected => [new("ok", expected.Ok, "", s_nowhere), new("err", expected.Error, "", s_nowhere)],
        _ => [],
    };

    /// <summary>The cases by themselves, as the members of the enum that says which it is.</summary>
    public static ImmutableArray<Member> GetMembers(WitxType type) =>
        type is EnumType e ? e.Members : [.. Get(type).Select(static item => new Member(item.Name, item.Docs, item.Location))];

    /// <summary>Their names.</summary>
    public static IEnumerable<string> GetNames(WitxType type) => GetMembers(type).Select(static member => member.Name);

    /// <summary>The integer that carries the tag.</summary>
    public static IntRepr GetTagRepr(WitxType type) => type switch
    {
        VariantType variant => variant.TagRepr,
        EnumType e => e.Repr,
        _ => IntRepr.U32,
    };
}
