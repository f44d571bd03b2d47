using System.Collections.Immutable;
using Witx.Bindings.Language.Errors;
using Witx.Bindings.Language.Syntax;
using Witx.Bindings.Language.Text;
using Witx.Bindings.Language.Types;

namespace Witx.Bindings.Language.Resolving;

/// <summary>Resolves types. Reports errors and returns null for an invalid type.</summary>
internal sealed partial class TypeResolver(Scope scope, Suggestions suggestions)
{
    /// <summary>Resolves a type.</summary>
    /// <param name="source">The file.</param>
    /// <param name="syntax">The syntax of the type.</param>
    /// <param name="isNamed">True directly inside a <c>typename</c>. Enums, flags, records, unions and handles are valid only
    /// there.</param>
    public WitxType? Resolve(Source source, TypeSyntax syntax, bool isNamed = false)
    {
        if (!isNamed && GetNamedKind(syntax) is var (kind, word))
        {
            source.Error(TypeErrors.AnonymousType, syntax.Span, kind, word);
            return null;
        }

        WitxType? type = ResolveForm(source, syntax);
        if (type is { Depth: > WitxType.MaxDepth })
        {
            source.Error(TypeErrors.TooDeep, syntax.Span, WitxType.MaxDepth);
            return null;
        }

        if (type is RecordType or TupleType or VariantType or UntaggedUnionType or ExpectedType && !Layout.Exists(type))
        {
            source.Error(TypeErrors.TooLarge, syntax.Span, Layout.MaxSize);
            return null;
        }

        return type;
    }

    private WitxType? ResolveForm(Source source, TypeSyntax syntax)
    {
        switch (syntax)
        {
            case PlainTypeSyntax plain:
                return plain.Type;
            case NamedTypeSyntax named:
                return scope.Find(source, named.Name) is { } definition ? new NamedType(definition) : null;
            case IntTypeSyntax integer:
                return integer.Repr;
            case EnumTypeSyntax enumeration:
                return ResolveEnum(source, enumeration);
            case FlagsTypeSyntax flags:
                return ResolveFlags(source, flags);
            case RecordTypeSyntax record:
                return ResolveFields(source, record.Fields, "record", "field") is { } fields ? new RecordType(fields) : null;
            case UntaggedUnionTypeSyntax union:
                return ResolveFields(source, union.Fields, "union", "field") is { } readings ? new UntaggedUnionType(readings) : null;
            case TupleTypeSyntax tuple:
                return ResolveTuple(source, tuple);
            case VariantTypeSyntax variant:
                return ResolveVariant(source, variant);
            case UnionTypeSyntax union:
                return ResolveUnion(source, union);
            case ExpectedTypeSyntax expected:
                return ResolveExpected(source, expected);
            case ListTypeSyntax list:
                return ResolveList(source, list);
            case PointerTypeSyntax pointer:
                return Resolve(source, pointer.Target) is { } target ? new PointerType(target, pointer.IsConst) : null;
            default:
                return ResolveHandle(source, (HandleTypeSyntax)syntax);
        }
    }

    private static (string Kind, string Word)? GetNamedKind(TypeSyntax syntax) => syntax switch
    {
        EnumTypeSyntax => ("an enum", "enum"),
        FlagsTypeSyntax => ("flags", "flags"),
        RecordTypeSyntax => ("a record", "record"),
        UnionTypeSyntax or UntaggedUnionTypeSyntax or VariantTypeSyntax { IsUnion: true } => ("a union", "union"),
        HandleTypeSyntax => ("a handle", "handle"),
        IntTypeSyntax => ("an int with constants", "int"),
        _ => null,
    };

    private TupleType? ResolveTuple(Source source, TupleTypeSyntax syntax)
    {
        if (syntax.Items.IsEmpty)
        {
            source.Error(TypeErrors.Empty, syntax.Span, "a tuple", "items");
            return null;
        }

        return ResolveAll(source, syntax.Items) is { } items ? new TupleType(items) : null;
    }

    private ImmutableArray<WitxType>? ResolveAll(Source source, ImmutableArray<TypeSyntax> syntaxes)
    {
        ImmutableArray<WitxType>.Builder types = ImmutableArray.CreateBuilder<WitxType>(syntaxes.Length);
        foreach (TypeSyntax syntax in syntaxes)
        {
            if (Resolve(source, syntax) is { } type)
            {
                types.Add(type);
            }
        }

        return types.Count == syntaxes.Length ? types.MoveToImmutable() : null;
    }

    private ExpectedType? ResolveExpected(Source source, ExpectedTypeSyntax syntax)
    {
        WitxType? ok = syntax.Ok is null ? null : Resolve(source, syntax.Ok);
        WitxType? error = syntax.Error is null ? null : Resolve(source, syntax.Error);
        bool isValid = ok is null == syntax.Ok is null && error is null == syntax.Error is null;
        return isValid ? new ExpectedType(ok, error) : null;
    }

    private WitxType? ResolveList(Source source, ListTypeSyntax syntax)
    {
        WitxType? element = Resolve(source, syntax.Element);
        return element is null ? null : element == PlainTypes.Char ? PlainTypes.String : new ListType(element);
    }

    private HandleType? ResolveHandle(Source source, HandleTypeSyntax syntax)
    {
        ImmutableArray<NamedType>.Builder supertypes = ImmutableArray.CreateBuilder<NamedType>(syntax.Supertypes.Length);
        bool isValid = true;
        foreach (NameSyntax name in syntax.Supertypes)
        {
            if (scope.Find(source, name) is not { } definition)
            {
                isValid = false;
            }
            else if (definition.Type.Resolved is HandleType)
            {
                supertypes.Add(new NamedType(definition));
            }
            else
            {
                source.Error(TypeErrors.SupertypeKind, name.Span, name.Text, TypeKind.Describe(definition.Type));
                isValid = false;
            }
        }

        return isValid ? new HandleType(supertypes.ToImmutable()) : null;
    }

    private ImmutableArray<Field>? ResolveFields(Source source, ImmutableArray<MemberSyntax> syntaxes, string owner, string what)
    {
        ImmutableArray<Field>.Builder fields = ImmutableArray.CreateBuilder<Field>(syntaxes.Length);
        NameSet names = new();
        foreach (MemberSyntax syntax in syntaxes)
        {
            WitxType? type = Resolve(source, syntax.Type!);
            if (AddUnique(source, names, syntax.Name, owner, what) && type is not null)
            {
                fields.Add(new Field(syntax.Name.Text, type, source.Docs(syntax.Docs), source.Locate(syntax.Name.Span)));
            }
        }

        return fields.Count == syntaxes.Length ? fields.MoveToImmutable() : null;
    }

    private static bool AddUnique(Source source, NameSet names, NameSyntax name, string owner, string what)
    {
        bool isFirst = names.Add(name.Text);
        if (!isFirst)
        {
            source.Error(TypeErrors.DuplicateMember, name.Span, owner, what, name.Text);
        }

        return isFirst;
    }
}
