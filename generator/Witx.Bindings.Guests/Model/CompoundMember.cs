using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.Model;

/// <summary>A member of a struct or union that the bindings declare.</summary>
/// <param name="Name">The witx name.</param>
/// <param name="Type">The type.</param>
/// <param name="Docs">The doc comment; empty if there is none.</param>
internal sealed record CompoundMember(string Name, WitxType Type, string Docs)
{
    /// <summary>
    /// Lists the fields of a record or an untagged union, the items of a tuple, or the payloads of a variant or an <c>expected</c>; none
    /// for other types. The items of a tuple are called <c>f0</c>, <c>f1</c> and so on.
    /// </summary>
    public static ImmutableArray<CompoundMember> List(WitxType type) => type switch
    {
        RecordType record => [.. record.Fields.Select(ToMember)],
        UntaggedUnionType union => [.. union.Fields.Select(ToMember)],
        TupleType tuple => [.. tuple.Items.Select(static (item, i) =>
            new CompoundMember("f" + i.ToString(CultureInfo.InvariantCulture), item, ""))],
        VariantType variant => [.. variant.Cases.Where(static item => item.Type is not null)
            .Select(static item => new CompoundMember(item.Name, item.Type!, item.Docs))],
        ExpectedType expected => [.. Payloads(expected)],
        _ => [],
    };

    private static CompoundMember ToMember(Field field) => new(field.Name, field.Type, field.Docs);

    private static IEnumerable<CompoundMember> Payloads(ExpectedType expected)
    {
        if (expected.Ok is { } ok)
        {
            yield return new CompoundMember("ok", ok, "The value, if the tag is 0.");
        }

        if (expected.Error is { } error)
        {
            yield return new CompoundMember("err", error, "The error, if the tag is 1.");
        }
    }
}
