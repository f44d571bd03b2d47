using System.Collections.Generic;
using System.Collections.Immutable;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Generator.Resolving;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Binding;

/// <summary>Gives the types of a document their C# types, each once.</summary>
/// <param name="width">The width of the guest's addresses.</param>
/// <param name="names">The names of the class that the types are nested in.</param>
/// <param name="naming">The names that follow from those of the document.</param>
/// <param name="homes">The types that are declared elsewhere.</param>
internal sealed partial class TypeBinder(PointerWidth width, NameScope names, CSharpNaming naming, SharedTypeMap homes)
{
    private readonly Dictionary<TypeDefinition, string> _names = [];
    private readonly Dictionary<TypeDefinition, Shape> _shapes = [];
    private readonly Dictionary<TypeDefinition, ImmutableArray<(string Witx, string Name)>> _members = [];
    private readonly List<TypeModel> _types = [];
    private readonly List<CodecModel> _codecs = [];

    public IReadOnlyList<TypeModel> Types => _types;

    public IReadOnlyList<CodecModel> Codecs => _codecs;

    /// <summary>The width of the guest's addresses.</summary>
    public PointerWidth Width => width;

    private int AddressSize => (int)width;

    private string Address => width is PointerWidth.Bits64 ? "WitxGlue::USize64Codec" : "WitxGlue::USize32Codec";

    /// <summary>Whether C# has a type of its own for it; else a name of it is one more name for the same.</summary>
    public static bool IsDeclared(WitxType type) =>
        type is EnumType or FlagsType or HandleType or RecordType or TupleType or VariantType or ExpectedType or UntaggedUnionType;

    /// <summary>The typename that C# has a type for, behind any number of further names; null where there is none.</summary>
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

    /// <summary>The C# name of a typename; empty where C# knows it by what it stands for.</summary>
    public string GetName(TypeDefinition definition)
    {
        if (!_names.TryGetValue(definition, out string? name))
        {
            name = homes.Find(definition.Name)?.Name
                ?? (IsDeclared(definition.Type) || !definition.Constants.IsEmpty ? names.Take(naming.Type(definition.Name), "Type") : "");
            _names.Add(definition, name);
        }

        return name;
    }

    /// <summary>Where a typename is declared, when not here.</summary>
    public SharedType? FindShared(TypeDefinition definition) => homes.Find(definition.Name);

    /// <summary>Declares all types of a document in a class that holds types only.</summary>
    public static TypeBinder Declare(WitxDocument document, string className, CSharpNaming naming)
    {
        TypeBinder types = new(PointerWidth.Bits32, NameScope.CreateForClass(className), naming, new SharedTypeMap(PointerWidth.Bits32));
        types.Declare(document);
        return types;
    }

    /// <summary>Declares all types of a document.</summary>
    public void Declare(WitxDocument document)
    {
        // All names first: a typename keeps its name whatever types without one ask for it.
        foreach (TypeDefinition definition in document.Types)
        {
            GetName(definition);
        }

        foreach (TypeDefinition definition in document.Types)
        {
            Declare(definition);
        }
    }

    /// <summary>Declares what a typename stands for, unless another class does. A tuple or an expected is declared where it is used as data.</summary>
    private void Declare(TypeDefinition definition)
    {
        string name = GetName(definition);
        if (IsDeclared(definition.Type) && definition.Type is not (TupleType or ExpectedType))
        {
            GetShape(definition);
        }

        if (homes.Find(definition.Name) is null && !definition.Constants.IsEmpty)
        {
            _types.Add(Constants(definition, name));
        }
    }

    /// <summary>The shape of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="context">What to name it by where it has no name of its own.</param>
    public Shape GetShape(WitxType type, string context) => type switch
    {
        NamedType named => GetShape(named.Definition),
        BuiltinType { Kind: BuiltinKind.USize } => new NumberShape(BuiltinKind.USize, "ulong", Address, AddressSize),
        BuiltinType builtin => NumberShape.Create(builtin.Kind),
        BoolType => new BoolShape(),
        StringType => new StringShape(Address, AddressSize),
        ListType list => new ListShape(GetShape(list.Element, context), Address, AddressSize),
        PointerType pointer => new PointerShape(GetShape(pointer.Target, context), Address, AddressSize),
        TupleType tuple => Tuple(tuple, context),
        _ => Bind(type, context, names.Take(context, "Type"), "", naming, isHere: true),
    };

    /// <summary>The C# names of the members of an enum, each behind its witx name; none where it is no enum, or one without a name.</summary>
    public ImmutableArray<(string Witx, string Name)> GetMembers(WitxType type)
    {
        if (FindDeclared(type) is not { } definition)
        {
            return [];
        }

        if (!_members.TryGetValue(definition, out ImmutableArray<(string, string)> members))
        {
            CSharpNaming given = homes.Find(definition.Name)?.MemberNaming ?? naming;
            members = [.. Members(given, definition.Name, WitxCases.GetNames(definition.Type))];
            _members.Add(definition, members);
        }

        return members;
    }

    /// <summary>The shape of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="owner">What it belongs to.</param>
    /// <param name="member">What it is there; by both together it is named where it has no name of its own.</param>
    public Shape GetShape(WitxType type, string owner, string member) =>
        type is NamedType named ? GetShape(named.Definition) : GetShape(type, owner + CSharpNaming.Pascal(member));

    private Shape GetShape(TypeDefinition definition)
    {
        if (!_shapes.TryGetValue(definition, out Shape? shape))
        {
            SharedType? home = homes.Find(definition.Name);
            shape = IsDeclared(definition.Type)
                ? Bind(definition.Type, definition.Name, GetName(definition), definition.Docs, home?.MemberNaming ?? naming, home is null)
                : GetShape(definition.Type, naming.Type(definition.Name));
            _shapes.Add(definition, shape);
        }

        return shape;
    }

    /// <summary>A type with a C# type of its own: the type, unless it is declared elsewhere, and its codec.</summary>
    private Shape Bind(WitxType type, string witx, string name, string docs, CSharpNaming members, bool isHere)
    {
        (TypeModel model, Shape shape) = type switch
        {
            EnumType e => Enum(e.Repr, e.Members, witx, name, docs, members),
            FlagsType flags => Flags(flags, witx, name, docs, members),
            HandleType => Handle(witx, name, docs),
            RecordType record => Record(record, witx, name, docs, members),
            TupleType tuple => Record(tuple, witx, name, docs),
            UntaggedUnionType union => Union(union, witx, name, docs, members),
            _ => Variant(type, witx, name, docs, members),
        };
        if (isHere)
        {
            _types.Add(model);
        }

        return shape;
    }

    // From the names of the class: what is nested inside it must not hide what the class has.
    private string CodecName(string name) => names.Take(Simple(name) + "Codec", "");

    private static string Simple(string name) => name.Substring(name.LastIndexOf('.') + 1);

    /// <summary>Members by their C# names, no two alike.</summary>
    private static IEnumerable<(string Witx, string Name)> Members(CSharpNaming naming, string type, IEnumerable<string> members)
    {
        NameScope scope = new();
        foreach (string member in members)
        {
            yield return (member, scope.Take(naming.Member(type, member), "_"));
        }
    }

    /// <summary>The names that the members of a structure cannot have.</summary>
    private static NameScope MemberScope(string type, params string[] more) =>
        new([type, "WitxAbi", "Equals", "GetHashCode", "GetType", "ToString", "Deconstruct", "PrintMembers", "MemberwiseClone", "ReferenceEquals", "Finalize", .. more]);
}
