using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Resolving;

/// <summary>The cases of enums, variants and expected types.</summary>
internal static class WitxCases
{
    private static readonly SourceLocation s_nowhere = new("", 0, 0, 0, 0, 0, 0);

    /// <summary>Gets the cases of a variant or an expected type in tag order; empty for other types.</summary>
    public static ImmutableArray<VariantCase> Get(WitxType type) => type switch
    {
        VariantType variant => variant.Cases,
        ExpectedType expected => [new("ok", expected.Ok, "", s_nowhere), new("err", expected.Error, "", s_nowhere)],
        _ => [],
    };

    /// <summary>Gets the cases without payloads, as the members of a tag enum.</summary>
    public static ImmutableArray<Member> GetMembers(WitxType type) =>
        type is EnumType e ? e.Members : [.. Get(type).Select(static item => new Member(item.Name, item.Docs, item.Location))];

    /// <summary>Gets the names of the cases.</summary>
    public static IEnumerable<string> GetNames(WitxType type) => GetMembers(type).Select(static member => member.Name);

    /// <summary>Gets the representation of the tag.</summary>
    public static IntRepr GetTagRepr(WitxType type) => type switch
    {
        VariantType variant => variant.TagRepr,
        EnumType e => e.Repr,
        _ => IntRepr.U32,
    };
}
