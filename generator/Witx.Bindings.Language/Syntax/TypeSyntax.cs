using System.Collections.Immutable;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language.Syntax;

/// <summary>The syntax of a type. Pre-2021 and current syntax produce the same node.</summary>
internal abstract record TypeSyntax(TextSpan Span);

/// <summary>A type named by a keyword.</summary>
internal sealed record PlainTypeSyntax(WitxType Type, TextSpan Span) : TypeSyntax(Span);

/// <summary><c>$name</c></summary>
internal sealed record NamedTypeSyntax(NameSyntax Name) : TypeSyntax(Name.Span);

internal sealed record EnumTypeSyntax(IntRepr Repr, bool IsWide, ImmutableArray<LabelSyntax> Members, TextSpan Span)
    : TypeSyntax(Span);

internal sealed record FlagsTypeSyntax(IntRepr Repr, ImmutableArray<LabelSyntax> Members, TextSpan Span) : TypeSyntax(Span);

/// <summary><c>(int repr (const $name value)…)</c></summary>
internal sealed record IntTypeSyntax(BuiltinType Repr, ImmutableArray<ConstantMemberSyntax> Constants, TextSpan Span) : TypeSyntax(Span);

internal sealed record RecordTypeSyntax(ImmutableArray<MemberSyntax> Fields, TextSpan Span) : TypeSyntax(Span);

internal sealed record TupleTypeSyntax(ImmutableArray<TypeSyntax> Items, TextSpan Span) : TypeSyntax(Span);

/// <summary><c>(variant …)</c>, or the <c>(union $tag …)</c> of 2020.</summary>
internal sealed record VariantTypeSyntax(TagSyntax? Tag, ImmutableArray<MemberSyntax> Cases, bool IsUnion, TextSpan Span)
    : TypeSyntax(Span);

/// <summary><c>(union …)</c> of types without names.</summary>
internal sealed record UnionTypeSyntax(TagSyntax? Tag, ImmutableArray<TypeSyntax> Types, TextSpan Span) : TypeSyntax(Span);

/// <summary><c>(union (field $name type)…)</c>, without a tag.</summary>
internal sealed record UntaggedUnionTypeSyntax(ImmutableArray<MemberSyntax> Fields, TextSpan Span) : TypeSyntax(Span);

internal sealed record ExpectedTypeSyntax(TypeSyntax? Ok, TypeSyntax? Error, TextSpan Span) : TypeSyntax(Span);

internal sealed record ListTypeSyntax(TypeSyntax Element, TextSpan Span) : TypeSyntax(Span);

internal sealed record HandleTypeSyntax(ImmutableArray<NameSyntax> Supertypes, TextSpan Span) : TypeSyntax(Span);

internal sealed record PointerTypeSyntax(TypeSyntax Target, bool IsConst, TextSpan Span) : TypeSyntax(Span);

/// <summary>The tag of a variant: a representation, or the name of an enum or of an integer.</summary>
internal sealed record TagSyntax(IntRepr Repr, NameSyntax? Name);
