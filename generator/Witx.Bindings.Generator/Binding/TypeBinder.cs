using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Turns the types of a document into C# types and codecs, each once.</summary>
/// <param name="width">The width of the guest's addresses.</param>
/// <param name="names">The names of the class that the types are nested in.</param>
/// <param name="shared">The C# names of the types that another class declares, by their witx names.</param>
internal sealed class TypeBinder(PointerWidth width, NameScope names, IReadOnlyDictionary<string, string> shared)
{
    private readonly Dictionary<TypeDefinition, string> _typeNames = [];
    private readonly Dictionary<TypeDefinition, Shape> _shapes = [];
    private readonly NameScope _codecNames = new();
    private readonly List<TypeModel> _types = [];
    private readonly List<CodecModel> _codecs = [];

    public IEnumerable<TypeModel> Types => _types;

    public IEnumerable<CodecModel> Codecs => _codecs;

    private int AddressSize => (int)width;

    private string Address => width is PointerWidth.Bits64 ? "WitxGlue::USize64" : "WitxGlue::USize32";

    /// <summary>Declares what a typename stands for, unless another class does.</summary>
    public void Declare(TypeDefinition definition)
    {
        string name = NameOf(definition);
        bool isShared = shared.ContainsKey(definition.Name);
        if (!isShared && Declaration(definition.Type, definition.Name, name, definition.Docs) is { } type)
        {
            _types.Add(type);
        }

        if (!isShared && !definition.Constants.IsEmpty)
        {
            _types.Add(Constants(definition, name));
        }
    }

    /// <summary>The shape of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="context">What to name it by where it has no name of its own.</param>
    public Shape ShapeOf(WitxType type, string context) => type switch
    {
        NamedType named => ShapeOf(named.Definition),
        BuiltinType { Kind: BuiltinKind.USize } => new NumberShape(BuiltinKind.USize, "ulong", Address, AddressSize),
        BuiltinType builtin => Number(builtin.Kind),
        BoolType => new BoolShape(),
        StringType => new StringShape(Address, AddressSize),
        ListType list => new ListShape(ShapeOf(list.Element, context), Address, AddressSize),
        PointerType pointer => new PointerShape(ShapeOf(pointer.Target, context), Address, AddressSize),
        TupleType tuple => Tuple(tuple, context),
        _ => Anonymous(type, context),
    };

    private Shape ShapeOf(TypeDefinition definition)
    {
        if (!_shapes.TryGetValue(definition, out Shape? shape))
        {
            shape = IsDeclared(definition.Type)
                ? Declared(definition.Type, definition.Name, NameOf(definition))
                : ShapeOf(definition.Type, Naming.Pascal(definition.Name));
            _shapes.Add(definition, shape);
        }

        return shape;
    }

    /// <summary>A variant without a name gets the one of its context.</summary>
    private Shape Anonymous(WitxType type, string context)
    {
        string name = names.Take(context, "Type");
        if (Declaration(type, context, name, "") is { } model)
        {
            _types.Add(model);
        }

        return Declared(type, context, name);
    }

    private string NameOf(TypeDefinition definition)
    {
        if (!_typeNames.TryGetValue(definition, out string? name))
        {
            name = shared.TryGetValue(definition.Name, out string? other) ? other
                : IsDeclared(definition.Type) || !definition.Constants.IsEmpty ? names.Take(Naming.Pascal(definition.Name), "Type")
                : "";
            _typeNames.Add(definition, name);
        }

        return name;
    }

    /// <summary>Whether C# has a type of its own for it; else a name of it is one more name for the same.</summary>
    public static bool IsDeclared(WitxType type) =>
        type is EnumType or FlagsType or HandleType or RecordType or VariantType or ExpectedType or UntaggedUnionType;

    /// <summary>The typename that C# has a type for, behind any number of further names; null where there is none.</summary>
    public static string? DeclaredName(WitxType type)
    {
        while (type is NamedType { Definition: { } definition })
        {
            if (IsDeclared(definition.Type))
            {
                return definition.Name;
            }

            type = definition.Type;
        }

        return null;
    }

    private TypeModel? Declaration(WitxType type, string witx, string name, string docs) => type switch
    {
        EnumType e => new EnumModel(witx, name, docs, e.Repr, Members(e.Members)),
        FlagsType f => new FlagsModel(witx, name, docs, f.Repr, Members(f.Members)),
        HandleType => new HandleModel(witx, name, docs),
        RecordType r => new RecordModel(witx, name, docs, Fields(r, name)),
        VariantType { HasPayloads: false } v => new EnumModel(witx, name, docs, v.TagRepr, [.. Members(v)]),
        VariantType v => Variant(v, witx, name, docs),
        _ => null,
    };

    private Shape Declared(WitxType type, string witx, string name)
    {
        Layout layout = Layout.Of(type, width);
        string codec = _codecNames.Take(Simple(name) + "Codec", "");
        switch (type)
        {
            case EnumType e:
                _codecs.Add(new EnumCodec(codec, name, witx, e.Repr, e.Members.Length));
                return new EnumShape(name, codec, (int)e.Repr, e.Members.Length, witx);
            case VariantType { HasPayloads: false } v:
                _codecs.Add(new EnumCodec(codec, name, witx, v.TagRepr, v.Cases.Length));
                return new EnumShape(name, codec, (int)v.TagRepr, v.Cases.Length, witx);
            case FlagsType f:
                ulong mask = f.Members.Length >= 64 ? ulong.MaxValue : (1UL << f.Members.Length) - 1;
                _codecs.Add(new FlagsCodec(codec, name, witx, f.Repr, mask));
                return new FlagsShape(name, codec, (int)f.Repr, mask, witx);
            case HandleType:
                _codecs.Add(new HandleCodec(codec, name, witx));
                return new HandleShape(name, codec);
            case RecordType r:
                EquatableArray<FieldModel> fields = Fields(r, Simple(name));
                _codecs.Add(new RecordCodec(codec, name, witx, (int)layout.Size, (int)layout.Align, false, fields));
                return Compound(name, codec, layout, fields.Select(static field => field.Shape));
            default:
                VariantModel model = Variant((VariantType)type, witx, name, "");
                _codecs.Add(new VariantCodec(
                    codec, name, witx, (int)layout.Size, (int)layout.Align, model.TagRepr, (int)layout.PayloadOffset, model.Tag, model.Cases));
                return Compound(name, codec, layout, model.Cases.Select(static c => c.Payload).OfType<Shape>(), ShapeTraits.Checked);
        }
    }

    private CompoundShape Tuple(TupleType tuple, string context)
    {
        Layout layout = Layout.Of(tuple, width);
        EquatableArray<FieldModel> items =
        [
            .. tuple.Items.Select((item, i) => new FieldModel(
                Number(i + 1), "", ShapeOf(item, context + Number(i + 1).Substring(4)), (int)layout.Offsets[i])),
        ];
        string type = items.Count == 1
            ? $"global::System.ValueTuple<{items[0].Shape.Type}>"
            : $"({string.Join(", ", items.Select(static item => item.Shape.Type))})";
        string codec = _codecNames.Take(context + "Codec", "");
        _codecs.Add(new RecordCodec(codec, type, context, (int)layout.Size, (int)layout.Align, true, items));
        return Compound(type, codec, layout, items.Select(static item => item.Shape));

        static string Number(int i) => "Item" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static CompoundShape Compound(
        string type, string codec, Layout layout, IEnumerable<Shape> parts, ShapeTraits traits = ShapeTraits.None) =>
        new(
            type,
            codec,
            (int)layout.Size,
            (int)layout.Align,
            parts.Aggregate(traits, static (traits, part) => traits | part.Traits));

    private EquatableArray<FieldModel> Fields(RecordType record, string name)
    {
        NameScope scope = MemberScope(name);
        Layout layout = Layout.Of(record, width);
        return
        [
            .. record.Fields.Select((field, i) =>
            {
                string fieldName = scope.Take(Naming.Pascal(field.Name), "Value");
                return new FieldModel(fieldName, field.Docs, ShapeOf(field.Type, name + fieldName), (int)layout.Offsets[i]);
            }),
        ];
    }

    private VariantModel Variant(VariantType variant, string witx, string name, string docs)
    {
        NameScope scope = MemberScope(Simple(name), "Tag", "Case");
        EquatableArray<MemberModel> members = Members(variant);
        Dictionary<string, string> payloads = [];
        ImmutableArray<CaseModel>.Builder cases = ImmutableArray.CreateBuilder<CaseModel>(members.Count);
        for (int i = 0; i < members.Count; i++)
        {
            string caseName = scope.Take(members[i].Name, "Case");
            Shape? payload = variant.Cases[i].Type is { } type ? ShapeOf(type, Simple(name) + caseName) : null;
            if (payload is not null && !payloads.ContainsKey(payload.Type))
            {
                payloads.Add(payload.Type, scope.Take(caseName + "Payload", "_"));
            }

            cases.Add(new CaseModel(
                members[i].Name, caseName, payload is null ? "" : payloads[payload.Type], variant.Cases[i].Docs, payload));
        }

        return new VariantModel(
            witx,
            name,
            docs,
            variant.Tag is { } tag ? NameOf(tag.Definition) : name + ".Case",
            variant.Tag is null ? members : [],
            variant.TagRepr,
            new EquatableArray<CaseModel>(cases.MoveToImmutable()));
    }

    private static ConstantsModel Constants(TypeDefinition definition, string name)
    {
        NameScope scope = MemberScope(name);
        return new ConstantsModel(
            definition.Name,
            IsDeclared(definition.Type) ? name + "Constants" : name,
            definition.Docs,
            definition.Type.Resolved is BuiltinType builtin ? Number(builtin.Kind).Type : "ulong",
            [.. definition.Constants.Select(c => new ConstantModel(scope.Take(Naming.Pascal(c.Name), "Value"), c.Docs, c.Value))]);
    }

    private static EquatableArray<MemberModel> Members(ImmutableArray<Member> members)
    {
        NameScope scope = new();
        return [.. members.Select(member => new MemberModel(scope.Take(Naming.Pascal(member.Name), "_"), member.Docs))];
    }

    private static EquatableArray<MemberModel> Members(VariantType variant) =>
        Members([.. variant.Cases.Select(static c => new Member(c.Name, c.Docs, c.Location))]);

    /// <summary>The names that the members of a structure cannot have.</summary>
    private static NameScope MemberScope(string type, params string[] more) =>
        new([type, "Equals", "GetHashCode", "GetType", "ToString", "Deconstruct", "PrintMembers", "MemberwiseClone", "ReferenceEquals", "Finalize", .. more]);

    private static string Simple(string name) => name.Substring(name.LastIndexOf('.') + 1);

    private static NumberShape Number(BuiltinKind kind) => kind switch
    {
        BuiltinKind.U8 or BuiltinKind.Char8 => new NumberShape(kind, "byte", "WitxGlue::U8", 1),
        BuiltinKind.U16 => new NumberShape(kind, "ushort", "WitxGlue::U16", 2),
        BuiltinKind.U32 => new NumberShape(kind, "uint", "WitxGlue::U32", 4),
        BuiltinKind.S8 => new NumberShape(kind, "sbyte", "WitxGlue::S8", 1),
        BuiltinKind.S16 => new NumberShape(kind, "short", "WitxGlue::S16", 2),
        BuiltinKind.S32 => new NumberShape(kind, "int", "WitxGlue::S32", 4),
        BuiltinKind.S64 => new NumberShape(kind, "long", "WitxGlue::S64", 8),
        BuiltinKind.F32 => new NumberShape(kind, "float", "WitxGlue::F32", 4),
        BuiltinKind.F64 => new NumberShape(kind, "double", "WitxGlue::F64", 8),
        BuiltinKind.Char => new NumberShape(kind, "global::System.Text.Rune", "WitxGlue::Char", 4),
        _ => new NumberShape(kind, "ulong", "WitxGlue::U64", 8),
    };
}
