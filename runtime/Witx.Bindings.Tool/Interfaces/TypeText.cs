using System;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary>A type in a few words of Markdown, names linked to where they are described.</summary>
internal static class TypeText
{
    public static string Of(WitxType type) => type switch
    {
        NamedType { Definition: { IsHidden: false, Name: { } name } } => $"[`{name}`](#{name})",
        NamedType hidden => $"`{hidden.Definition.Name}`",
        BuiltinType builtin => $"`{OfBuiltin(builtin.Kind)}`",
        BoolType => "`bool`",
        StringType => "`string`",
        HandleType => "handle",
        EnumType enumeration => $"enum of {OfRepr(enumeration.Repr)}",
        FlagsType flags => $"flags of {OfRepr(flags.Repr)}",
        RecordType => "record",
        TupleType tuple => $"tuple ({string.Join(", ", tuple.Items.Select(Of))})",
        VariantType { HasPayloads: true } variant => $"variant tagged by {OfTag(variant)}",
        VariantType variant => $"enum of {OfTag(variant)}",
        UntaggedUnionType => "union without a tag",
        ExpectedType expected => $"{OfOptional(expected.Ok, "nothing")}, or {OfOptional(expected.Error, "failure")}",
        ListType list => $"list of {Of(list.Element)}",
        PointerType { IsConst: true } pointer => $"const pointer to {Of(pointer.Target)}",
        PointerType pointer => $"pointer to {Of(pointer.Target)}",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static string OfOptional(WitxType? type, string none) => type is null ? none : Of(type);

    private static string OfTag(VariantType variant) => variant.Tag is { } tag ? Of(tag) : OfRepr(variant.TagRepr);

    private static string OfRepr(IntRepr repr) => $"`u{8 * (int)repr}`";

    private static string OfBuiltin(BuiltinKind kind) => kind.ToString().ToLowerInvariant();
}
