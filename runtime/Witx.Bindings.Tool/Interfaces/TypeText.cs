using System;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary>Formats a type in a few words of Markdown, with links to the descriptions of named types.</summary>
internal static class TypeText
{
    public static string Format(WitxType type) => type switch
    {
        NamedType { Definition: { IsHidden: false, Name: { } name } } => $"[`{name}`](#{name})",
        NamedType hidden => $"`{hidden.Definition.Name}`",
        BuiltinType builtin => $"`{FormatBuiltin(builtin.Kind)}`",
        BoolType => "`bool`",
        StringType => "`string`",
        HandleType => "handle",
        EnumType enumeration => $"enum of {FormatRepr(enumeration.Repr)}",
        FlagsType flags => $"flags of {FormatRepr(flags.Repr)}",
        RecordType => "record",
        TupleType tuple => $"tuple ({string.Join(", ", tuple.Items.Select(Format))})",
        VariantType { HasPayloads: true } variant => $"variant tagged by {FormatTag(variant)}",
        VariantType variant => $"enum of {FormatTag(variant)}",
        UntaggedUnionType => "union without a tag",
        ExpectedType expected => $"{FormatOptional(expected.Ok, "nothing")}, or {FormatOptional(expected.Error, "failure")}",
        ListType list => $"list of {Format(list.Element)}",
        PointerType { IsConst: true } pointer => $"const pointer to {Format(pointer.Target)}",
        PointerType pointer => $"pointer to {Format(pointer.Target)}",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static string FormatOptional(WitxType? type, string none) => type is null ? none : Format(type);

    private static string FormatTag(VariantType variant) => variant.Tag is { } tag ? Format(tag) : FormatRepr(variant.TagRepr);

    private static string FormatRepr(IntRepr repr) => $"`u{8 * (int)repr}`";

    private static string FormatBuiltin(BuiltinKind kind) => kind.ToString().ToLowerInvariant();
}
