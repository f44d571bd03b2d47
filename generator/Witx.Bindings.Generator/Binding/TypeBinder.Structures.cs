using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Generator.Resolving;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Binding;

/// <content>Binds types that contain other types.</content>
internal sealed partial class TypeBinder
{
    private (TypeModel Type, Shape Shape) Record(RecordType record, string witx, string name, string docs, CSharpNaming members)
    {
        Layout layout = Layout.Create(record, width);
        EquatableArray<FieldModel> fields = Fields(record.Fields, witx, name, members, layout.Offsets);
        RecordCodec codec = new(CodecName(name), name, witx, (int)layout.Size, (int)layout.Align, false, fields);
        return (new RecordModel(witx, name, docs, fields), Compound(codec, layout));
    }

    /// <summary>Binds a named tuple to a record with the fields <c>Item1</c>, <c>Item2</c> and so on.</summary>
    private (TypeModel Type, Shape Shape) Record(TupleType tuple, string witx, string name, string docs)
    {
        Layout layout = Layout.Create(tuple, width);
        EquatableArray<FieldModel> fields = Items(tuple, name, layout);
        RecordCodec codec = new(CodecName(name), name, witx, (int)layout.Size, (int)layout.Align, false, fields);
        return (new RecordModel(witx, name, docs, fields), Compound(codec, layout));
    }

    /// <summary>Binds an anonymous tuple to a C# tuple.</summary>
    private CompoundShape Tuple(TupleType tuple, string context)
    {
        Layout layout = Layout.Create(tuple, width);
        EquatableArray<FieldModel> items = Items(tuple, context, layout);
        string type = FormatTuple([.. items.Select(static item => item.Shape.Type)]);
        return Compound(new RecordCodec(CodecName(context), type, context, (int)layout.Size, (int)layout.Align, true, items), layout);
    }

    /// <summary>Formats a C# tuple type. C# has no tuple syntax for a single item.</summary>
    public static string FormatTuple(IReadOnlyList<string> types) =>
        types.Count == 1 ? $"global::System.ValueTuple<{types[0]}>" : $"({string.Join(", ", types)})";

    private (TypeModel Type, Shape Shape) Union(UntaggedUnionType union, string witx, string name, string docs, CSharpNaming members)
    {
        Layout layout = Layout.Create(union, width);
        EquatableArray<FieldModel> fields = Fields(union.Fields, witx, name, members, []);
        UnionCodec codec = new(CodecName(name), name, witx, (int)layout.Size, (int)layout.Align, fields);
        return (new UnionModel(witx, name, docs, codec.Name, codec.Size, fields), Compound(codec, layout));
    }

    private (TypeModel Type, Shape Shape) Variant(WitxType type, string witx, string name, string docs, CSharpNaming members)
    {
        ImmutableArray<VariantCase> all = WitxCases.Get(type);
        if (all.All(static c => c.Type is null))
        {
            return Enum(WitxCases.GetTagRepr(type), WitxCases.GetMembers(type), witx, name, docs, members);
        }

        Layout layout = Layout.Create(type, width);
        TypeDefinition? tag = FindDeclared((type as VariantType)?.Tag);
        EquatableArray<MemberModel> tags = tag is null
            ? Members(members, witx, WitxCases.GetMembers(type))
            : Members(sharedTypes.Find(tag.Name)?.MemberNaming ?? naming, tag.Name, WitxCases.GetMembers(tag.Type));
        string tagType = tag is null ? name + ".Case" : GetName(tag);
        NameScope scope = MemberScope(Simple(name), "Tag", "Case", Simple(tagType));
        Dictionary<string, string> payloads = [];
        List<CaseModel> cases = [];
        for (int i = 0; i < all.Length; i++)
        {
            string caseName = scope.Take(members.Member(witx, all[i].Name), "Case");
            Shape? payload = all[i].Type is { } inner ? GetShape(inner, Simple(name) + caseName) : null;
            if (payload is not null && !payloads.ContainsKey(payload.Type))
            {
                payloads.Add(payload.Type, scope.Take(caseName + "Payload", "_"));
            }

            cases.Add(new CaseModel(tags[i].Name, caseName, payload is null ? "" : payloads[payload.Type], all[i].Docs, payload));
        }

        VariantCodec codec = new(
            CodecName(name), name, witx, (int)layout.Size, (int)layout.Align, WitxCases.GetTagRepr(type), (int)layout.PayloadOffset, tagType, [.. cases]);
        return (
            new VariantModel(witx, name, docs, tagType, tag is null ? tags : [], codec.TagRepr, codec.Cases),
            Compound(codec, layout, ShapeTraits.Checked));
    }

    private CompoundShape Compound(CodecModel codec, Layout layout, ShapeTraits traits = ShapeTraits.None)
    {
        _codecs.Add(codec);
        return new CompoundShape(
            codec.Type, codec.Name, (int)layout.Size, (int)layout.Align, codec.Parts.Aggregate(traits, static (traits, part) => traits | part.Traits));
    }

    private EquatableArray<FieldModel> Fields(
        ImmutableArray<Field> fields, string witx, string name, CSharpNaming members, ImmutableArray<uint> offsets)
    {
        NameScope scope = MemberScope(Simple(name));
        List<FieldModel> models = [];
        for (int i = 0; i < fields.Length; i++)
        {
            string field = scope.Take(members.Member(witx, fields[i].Name), "Value");
            models.Add(new FieldModel(field, fields[i].Docs, GetShape(fields[i].Type, Simple(name) + field), offsets.IsEmpty ? 0 : (int)offsets[i]));
        }

        return [.. models];
    }

    private EquatableArray<FieldModel> Items(TupleType tuple, string name, Layout layout) =>
    [
        .. tuple.Items.Select((item, i) =>
        {
            string number = (i + 1).ToString(CultureInfo.InvariantCulture);
            return new FieldModel("Item" + number, "", GetShape(item, Simple(name) + number), (int)layout.Offsets[i]);
        }),
    ];
}
