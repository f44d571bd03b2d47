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
    private (TypeModel Type, Shape Shape) Record(RecordType record, string witx, CSharpType type, string docs, CSharpNaming members)
    {
        Layout layout = Layout.Create(record, width);
        EquatableArray<FieldModel> fields = Fields(record.Fields, witx, type.Name, members, layout.Offsets);
        RecordCodec codec = new(CodecName(type.Name), type, witx, (int)layout.Size, (int)layout.Align, false, fields);
        return (new RecordModel(witx, type.Name, docs, fields), Compound(codec, layout));
    }

    /// <summary>Binds a named tuple to a record with the fields <c>Item1</c>, <c>Item2</c> and so on.</summary>
    private (TypeModel Type, Shape Shape) Record(TupleType tuple, string witx, CSharpType type, string docs)
    {
        Layout layout = Layout.Create(tuple, width);
        EquatableArray<FieldModel> fields = Items(tuple, type.Name, layout);
        RecordCodec codec = new(CodecName(type.Name), type, witx, (int)layout.Size, (int)layout.Align, false, fields);
        return (new RecordModel(witx, type.Name, docs, fields), Compound(codec, layout));
    }

    /// <summary>Binds an anonymous tuple to a C# tuple.</summary>
    private CompoundShape Tuple(TupleType tuple, string context)
    {
        Layout layout = Layout.Create(tuple, width);
        EquatableArray<FieldModel> items = Items(tuple, context, layout);
        CSharpType type = CSharpType.CreateTuple([.. items.Select(static item => item.Shape.Type)]);
        return Compound(new RecordCodec(CodecName(context), type, context, (int)layout.Size, (int)layout.Align, true, items), layout);
    }

    private (TypeModel Type, Shape Shape) Union(UntaggedUnionType union, string witx, CSharpType type, string docs, CSharpNaming members)
    {
        Layout layout = Layout.Create(union, width);
        EquatableArray<FieldModel> fields = Fields(union.Fields, witx, type.Name, members, []);
        UnionCodec codec = new(CodecName(type.Name), type, witx, (int)layout.Size, (int)layout.Align, fields);
        return (new UnionModel(witx, type.Name, docs, codec.Name, codec.Size, fields), Compound(codec, layout));
    }

    private (TypeModel Type, Shape Shape) Variant(WitxType witxType, string witx, CSharpType type, string docs, CSharpNaming members)
    {
        ImmutableArray<VariantCase> all = WitxCases.Get(witxType);
        if (all.All(static c => c.Type is null))
        {
            return Enum(WitxCases.GetTagRepr(witxType), WitxCases.GetMembers(witxType), witx, type, docs, members);
        }

        Layout layout = Layout.Create(witxType, width);
        TypeDefinition? tag = FindDeclared((witxType as VariantType)?.Tag);
        EquatableArray<MemberModel> tags = tag is null
            ? Members(members, witx, WitxCases.GetMembers(witxType))
            : Members(sharedTypes.Find(tag.Name)?.MemberNaming ?? naming, tag.Name, WitxCases.GetMembers(tag.Type));
        CSharpType tagType = tag is null ? new CSharpType(TypeScope.Class, "Case", [], type) : GetType(tag);
        NameScope scope = MemberScope(type.Name, "Tag", "Case", tagType.Name);
        Dictionary<CSharpType, string> payloads = [];
        List<CaseModel> cases = [];
        for (int i = 0; i < all.Length; i++)
        {
            string caseName = scope.Take(members.Member(witx, all[i].Name), "Case");
            Shape? payload = all[i].Type is { } inner ? GetShape(inner, type.Name + caseName) : null;
            if (payload is not null && !payloads.ContainsKey(payload.Type))
            {
                payloads.Add(payload.Type, scope.Take(caseName + "Payload", "_"));
            }

            cases.Add(new CaseModel(tags[i].Name, caseName, payload is null ? "" : payloads[payload.Type], all[i].Docs, payload));
        }

        VariantCodec codec = new(
            CodecName(type.Name),
            type,
            witx,
            (int)layout.Size,
            (int)layout.Align,
            WitxCases.GetTagRepr(witxType),
            (int)layout.PayloadOffset,
            tagType,
            [.. cases]);
        return (
            new VariantModel(witx, type.Name, docs, tagType, tag is null ? tags : [], codec.TagRepr, codec.Cases),
            Compound(codec, layout, ShapeTraits.Checked));
    }

    private CompoundShape Compound(CodecModel codec, Layout layout, ShapeTraits traits = ShapeTraits.None)
    {
        _codecs.Add(codec);
        return new CompoundShape(
            codec.Type,
            CSharpType.CreateMember(codec.Name),
            (int)layout.Size,
            (int)layout.Align,
            codec.Parts.Aggregate(traits, static (traits, part) => traits | part.Traits));
    }

    private EquatableArray<FieldModel> Fields(
        ImmutableArray<Field> fields, string witx, string name, CSharpNaming members, ImmutableArray<uint> offsets)
    {
        NameScope scope = MemberScope(name);
        List<FieldModel> models = [];
        for (int i = 0; i < fields.Length; i++)
        {
            string field = scope.Take(members.Member(witx, fields[i].Name), "Value");
            models.Add(
                new FieldModel(field, fields[i].Docs, GetShape(fields[i].Type, name + field), offsets.IsEmpty ? 0 : (int)offsets[i]));
        }

        return [.. models];
    }

    private EquatableArray<FieldModel> Items(TupleType tuple, string name, Layout layout) =>
    [
        .. tuple.Items.Select((item, i) =>
        {
            string number = (i + 1).ToString(CultureInfo.InvariantCulture);
            return new FieldModel("Item" + number, "", GetShape(item, name + number), (int)layout.Offsets[i]);
        }),
    ];
}
