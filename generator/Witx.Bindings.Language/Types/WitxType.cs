using System;
using System.Collections.Generic;
using System.Collections.Immutable;

namespace Witx.Bindings.Language;

/// <summary>A resolved witx type. Named types inside it are <see cref="NamedType"/>s.</summary>
public abstract class WitxType
{
    private protected WitxType(int depth = 1) => Depth = depth;

    /// <summary>Gets the type itself, or the type that a name refers to.</summary>
    public virtual WitxType Resolved => this;

    /// <summary>
    /// The nesting depth of the type. The resolver limits it to <see cref="MaxDepth"/>, so that recursion over types is safe.
    /// </summary>
    internal int Depth { get; }

    internal const int MaxDepth = 100;

    private protected static int DepthAbove(ImmutableArray<Field> fields)
    {
        int depth = 0;
        foreach (Field field in fields)
        {
            depth = Math.Max(depth, field.Type.Depth);
        }

        return depth + 1;
    }

    private protected static int DepthAbove(ImmutableArray<VariantCase> cases)
    {
        int depth = 0;
        foreach (VariantCase variantCase in cases)
        {
            depth = Math.Max(depth, variantCase.Type?.Depth ?? 0);
        }

        return depth + 1;
    }

    private protected static int DepthAbove(IEnumerable<WitxType?> types)
    {
        int depth = 0;
        foreach (WitxType? type in types)
        {
            depth = Math.Max(depth, type?.Depth ?? 0);
        }

        return depth + 1;
    }
}

/// <summary>A number, character or address-sized integer.</summary>
/// <param name="kind">The kind.</param>
public sealed class BuiltinType(BuiltinKind kind) : WitxType
{
    /// <summary>Gets the kind.</summary>
    public BuiltinKind Kind { get; } = kind;
}

/// <summary>A reference to a named type.</summary>
/// <param name="definition">The definition of the name.</param>
public sealed class NamedType(TypeDefinition definition) : WitxType(definition.Type.Depth + 1)
{
    /// <summary>Gets the definition of the name.</summary>
    public TypeDefinition Definition { get; } = definition;

    /// <inheritdoc/>
    public override WitxType Resolved { get; } = definition.Type.Resolved;
}

/// <summary><c>bool</c>: a variant with a 32-bit tag and the cases <c>false</c> and <c>true</c>.</summary>
public sealed class BoolType : WitxType;

/// <summary><c>string</c> or <c>(list char)</c>: the address and the length in bytes of UTF-8 text.</summary>
public sealed class StringType : WitxType;

/// <summary><c>(handle)</c>: an opaque 32-bit number that the host assigns.</summary>
/// <param name="supertypes">The declared supertypes. Only pre-2021 syntax has them, and they have no effect.</param>
public sealed class HandleType(ImmutableArray<NamedType> supertypes) : WitxType
{
    /// <summary>Gets the declared supertypes, which have no effect.</summary>
    public ImmutableArray<NamedType> Supertypes { get; } = supertypes;
}

/// <summary><c>(enum …)</c>: one of a closed set of names.</summary>
/// <param name="repr">The representation in memory.</param>
/// <param name="members">The members, in order. The value of a member is its index.</param>
/// <param name="isWide">True if a value is passed as a 64-bit core value, as in <c>(enum u64 …)</c> of pre-2021 syntax. Current syntax
/// passes
/// all enums as 32-bit values.</param>
public sealed class EnumType(IntRepr repr, ImmutableArray<Member> members, bool isWide = false) : WitxType
{
    /// <summary>Gets a value that indicates whether a value is passed as a 64-bit core value.</summary>
    public bool IsWide { get; } = isWide;

    /// <summary>Gets the representation in memory.</summary>
    public IntRepr Repr { get; } = repr;

    /// <summary>Gets the members, in order. The value of a member is its index.</summary>
    public ImmutableArray<Member> Members { get; } = members;
}

/// <summary><c>(flags …)</c>: any subset of a closed set of names.</summary>
/// <param name="repr">The representation.</param>
/// <param name="members">The members, in order. The member at index i is bit i.</param>
public sealed class FlagsType(IntRepr repr, ImmutableArray<Member> members) : WitxType
{
    /// <summary>Gets the representation.</summary>
    public IntRepr Repr { get; } = repr;

    /// <summary>Gets the members, in order. The member at index i is bit i.</summary>
    public ImmutableArray<Member> Members { get; } = members;
}

/// <summary><c>(record …)</c> or <c>(struct …)</c>, laid out as in C.</summary>
/// <param name="fields">The fields, in order.</param>
public sealed class RecordType(ImmutableArray<Field> fields) : WitxType(DepthAbove(fields))
{
    /// <summary>Gets the fields, in order.</summary>
    public ImmutableArray<Field> Fields { get; } = fields;
}

/// <summary><c>(tuple …)</c>: a record whose fields have no names.</summary>
/// <param name="items">The types, in order.</param>
public sealed class TupleType(ImmutableArray<WitxType> items) : WitxType(DepthAbove(items))
{
    /// <summary>Gets the types, in order.</summary>
    public ImmutableArray<WitxType> Items { get; } = items;
}

/// <summary><c>(variant …)</c> or a tagged <c>(union …)</c>: a tag and the payload of its case.</summary>
/// <param name="tagRepr">The representation of the tag.</param>
/// <param name="tag">The named type of the tag; null for an integer.</param>
/// <param name="cases">The cases, in the order of their tag values.</param>
public sealed class VariantType(IntRepr tagRepr, NamedType? tag, ImmutableArray<VariantCase> cases) : WitxType(DepthAbove(cases))
{
    /// <summary>Gets the representation of the tag.</summary>
    public IntRepr TagRepr { get; } = tagRepr;

    /// <summary>Gets the named type of the tag; null for an integer.</summary>
    public NamedType? Tag { get; } = tag;

    /// <summary>Gets the cases, in the order of their tag values.</summary>
    public ImmutableArray<VariantCase> Cases { get; } = cases;

    /// <summary>
    /// Gets a value that indicates whether a case has a payload. A variant without payloads is stored and passed like an enum.
    /// </summary>
    public bool HasPayloads { get; } = HasPayload(cases);

    private static bool HasPayload(ImmutableArray<VariantCase> cases)
    {
        foreach (VariantCase variantCase in cases)
        {
            if (variantCase.Type is not null)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>A union without a tag, as in C. Only syntax before 2020 has it.</summary>
/// <param name="fields">The fields, all at offset 0.</param>
public sealed class UntaggedUnionType(ImmutableArray<Field> fields) : WitxType(DepthAbove(fields))
{
    /// <summary>Gets the fields, all at offset 0.</summary>
    public ImmutableArray<Field> Fields { get; } = fields;
}

/// <summary>
/// <c>(expected T (error E))</c>: success with an optional value, or failure with an optional error. In memory it is a variant with a
/// 32-bit tag.
/// </summary>
/// <param name="ok">The type of the success payload; null for none.</param>
/// <param name="error">The type of the error payload; null for none.</param>
public sealed class ExpectedType(WitxType? ok, WitxType? error) : WitxType(DepthAbove([ok, error]))
{
    /// <summary>Gets the type of the success payload; null for none.</summary>
    public WitxType? Ok { get; } = ok;

    /// <summary>Gets the type of the error payload; null for none.</summary>
    public WitxType? Error { get; } = error;
}

/// <summary><c>(list T)</c> or <c>(array T)</c>: the address and the number of elements.</summary>
/// <param name="element">The type of each element.</param>
public sealed class ListType(WitxType element) : WitxType(DepthAbove([element]))
{
    /// <summary>Gets the type of each element.</summary>
    public WitxType Element { get; } = element;
}

/// <summary><c>(@witx pointer T)</c> or <c>(@witx const_pointer T)</c>: an address in guest memory.</summary>
/// <param name="target">The type at the address.</param>
/// <param name="isConst">True if the host only reads it.</param>
public sealed class PointerType(WitxType target, bool isConst) : WitxType(DepthAbove([target]))
{
    /// <summary>Gets the type at the address.</summary>
    public WitxType Target { get; } = target;

    /// <summary>Gets a value that indicates whether the host only reads it.</summary>
    public bool IsConst { get; } = isConst;
}
