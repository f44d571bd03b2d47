using System.Collections.Generic;
using System.Collections.Immutable;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Generator.Resolving;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Binding;

/// <summary>Binds the types of a document to C# types and codecs.</summary>
/// <param name="width">The width of guest addresses.</param>
/// <param name="names">The names declared in the class that nests the types.</param>
/// <param name="naming">Converts witx names to C# names.</param>
/// <param name="sharedTypes">The types that other classes declare.</param>
internal sealed partial class TypeBinder(PointerWidth width, NameScope names, CSharpNaming naming, SharedTypeMap sharedTypes)
{
    private readonly Dictionary<TypeDefinition, CSharpType> _references = [];
    private readonly Dictionary<TypeDefinition, Shape> _shapes = [];
    private readonly Dictionary<TypeDefinition, ImmutableArray<(string Witx, string Name)>> _members = [];
    private readonly List<TypeModel> _types = [];
    private readonly List<CodecModel> _codecs = [];

    public IReadOnlyList<TypeModel> Types => _types;

    public IReadOnlyList<CodecModel> Codecs => _codecs;

    /// <summary>Gets the width of guest addresses.</summary>
    public PointerWidth Width => width;

    private int AddressSize => (int)width;

    private CSharpType Address { get; } = CSharpType.CreateGlue(width is PointerWidth.Bits64 ? "USize64Codec" : "USize32Codec");

    /// <summary>True if C# declares a type for it. A type name of any other type is an alias.</summary>
    public static bool IsDeclared(WitxType type) =>
        type is EnumType or FlagsType or HandleType or RecordType or TupleType or VariantType or ExpectedType or UntaggedUnionType;

    /// <summary>Follows aliases to the type name that C# declares a type for; null if there is none.</summary>
    public static TypeDefinition? FindDeclared(WitxType? type)
    {
        while (type is NamedType { Definition: { } definition })
        {
            if (IsDeclared(definition.Type))
            {
                return definition;
            }

            type = definition.Type;
        }

        return null;
    }

    /// <summary>True if the class itself declares a C# type.</summary>
    public bool IsOwn(CSharpType type) =>
        type is { Scope: TypeScope.Class, Container: null } && _types.Exists(own => own.Name == type.Name);

    /// <summary>Gets the C# type of a type name. Its name is empty for an alias without constants.</summary>
    public CSharpType GetType(TypeDefinition definition)
    {
        if (!_references.TryGetValue(definition, out CSharpType? type))
        {
            type = sharedTypes.Find(definition.Name)?.Type
                ?? CSharpType.CreateMember(
                    IsDeclared(definition.Type) || !definition.Constants.IsEmpty ? names.Take(naming.Type(definition.Name), "Type") : "");
            _references.Add(definition, type);
        }

        return type;
    }

    /// <summary>Finds the C# type that another class declares; null if this class declares it.</summary>
    public SharedType? FindShared(TypeDefinition definition) => sharedTypes.Find(definition.Name);

    /// <summary>Declares all types of a document in a class of shared types.</summary>
    public static TypeBinder Declare(WitxDocument document, string className, CSharpNaming naming)
    {
        TypeBinder types = new(PointerWidth.Bits32, NameScope.CreateForClass(className), naming, new SharedTypeMap(PointerWidth.Bits32));
        types.Declare(document);
        return types;
    }

    /// <summary>Declares all types of a document.</summary>
    public void Declare(WitxDocument document)
    {
        // All names first: a type name has precedence over the generated names of anonymous types.
        foreach (TypeDefinition definition in document.Types)
        {
            GetType(definition);
        }

        foreach (TypeDefinition definition in document.Types)
        {
            Declare(definition);
        }
    }

    /// <summary>
    /// Declares the type of a type name, unless another class does. Tuples and expected types are declared when they are used as data.
    /// </summary>
    private void Declare(TypeDefinition definition)
    {
        CSharpType type = GetType(definition);
        if (IsDeclared(definition.Type) && definition.Type is not (TupleType or ExpectedType))
        {
            GetShape(definition);
        }

        if (sharedTypes.Find(definition.Name) is null && !definition.Constants.IsEmpty)
        {
            _types.Add(Constants(definition, type.Name));
        }
    }

    /// <summary>Gets the shape of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="context">The C# name of an anonymous type.</param>
    public Shape GetShape(WitxType type, string context) => type switch
    {
        NamedType named => GetShape(named.Definition),
        BuiltinType { Kind: BuiltinKind.USize } => new NumberShape(BuiltinKind.USize, CSharpType.UInt64, Address, AddressSize),
        BuiltinType builtin => NumberShape.Get(builtin.Kind),
        BoolType => new BoolShape(),
        StringType => new StringShape(Address, AddressSize),
        ListType list => new ListShape(GetShape(list.Element, context), Address, AddressSize),
        PointerType pointer => new PointerShape(GetShape(pointer.Target, context), Address, AddressSize),
        TupleType tuple => Tuple(tuple, context),
        _ => Bind(type, context, CSharpType.CreateMember(names.Take(context, "Type")), "", naming, isHere: true),
    };

    /// <summary>Gets the witx and C# names of the members of a named enum; empty for other types.</summary>
    public ImmutableArray<(string Witx, string Name)> GetMembers(WitxType type)
    {
        if (FindDeclared(type) is not { } definition)
        {
            return [];
        }

        if (!_members.TryGetValue(definition, out ImmutableArray<(string, string)> members))
        {
            CSharpNaming given = sharedTypes.Find(definition.Name)?.MemberNaming ?? naming;
            members = [.. Members(given, definition.Name, WitxCases.GetNames(definition.Type))];
            _members.Add(definition, members);
        }

        return members;
    }

    /// <summary>Gets the shape of a type. An anonymous type is named after its owner and member.</summary>
    /// <param name="type">The type.</param>
    /// <param name="owner">The C# name of the type or method that uses it.</param>
    /// <param name="member">The witx name of the parameter, field or result.</param>
    public Shape GetShape(WitxType type, string owner, string member) =>
        type is NamedType named ? GetShape(named.Definition) : GetShape(type, owner + CSharpNaming.Pascal(member));

    private Shape GetShape(TypeDefinition definition)
    {
        if (!_shapes.TryGetValue(definition, out Shape? shape))
        {
            SharedType? shared = sharedTypes.Find(definition.Name);
            shape = IsDeclared(definition.Type)
                ? Bind(
                    definition.Type, definition.Name, GetType(definition), definition.Docs, shared?.MemberNaming ?? naming, shared is null)
                : GetShape(definition.Type, naming.Type(definition.Name));
            _shapes.Add(definition, shape);
        }

        return shape;
    }

    /// <summary>Adds the codec of a declared type, and the type itself unless another class declares it.</summary>
    private Shape Bind(WitxType type, string witx, CSharpType reference, string docs, CSharpNaming members, bool isHere)
    {
        (TypeModel model, Shape shape) = type switch
        {
            EnumType e => Enum(e.Repr, e.Members, witx, reference, docs, members),
            FlagsType flags => Flags(flags, witx, reference, docs, members),
            HandleType => Handle(witx, reference, docs),
            RecordType record => Record(record, witx, reference, docs, members),
            TupleType tuple => Record(tuple, witx, reference, docs),
            UntaggedUnionType union => Union(union, witx, reference, docs, members),
            _ => Variant(type, witx, reference, docs, members),
        };
        if (isHere)
        {
            _types.Add(model);
        }

        return shape;
    }

    // Unique in the class: a codec nested deeper must not hide a member of the class.
    private string CodecName(string name) => names.Take(name + "Codec", "");

    /// <summary>Gets unique C# names for members.</summary>
    private static IEnumerable<(string Witx, string Name)> Members(CSharpNaming naming, string type, IEnumerable<string> members)
    {
        NameScope scope = new();
        foreach (string member in members)
        {
            yield return (member, scope.Take(naming.Member(type, member), "_"));
        }
    }

    /// <summary>Creates a scope with the names that the members of a struct cannot have.</summary>
    private static NameScope MemberScope(string type, params string[] more) =>
        new(
            [
                type,
                "WitxAbi",
                "Equals",
                "GetHashCode",
                "GetType",
                "ToString",
                "Deconstruct",
                "PrintMembers",
                "MemberwiseClone",
                "ReferenceEquals",
                "Finalize",
                .. more,
            ]);
}
