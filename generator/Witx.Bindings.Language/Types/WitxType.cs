using System;
using System.Collections.Generic;
using System.Collections.Immutable;

namespace Witx.Bindings.Language;

/// <summary>A resolved witx type. Names inside it are <see cref="NamedType"/>s; everything else is the structure as written.</summary>
public abstract class WitxType
{
    private protected WitxType(int depth = 1) => Depth = depth;

    /// <summary>The type with every leading name taken away: what the name stands for.</summary>
    public virtual WitxType Resolved => this;

    /// <summary>
    /// How many types lie inside one another here. The resolver keeps it below <see cref="MaxDepth"/>, so that types can be walked by
    /// recursion.
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
/// <param name="kind">Which.</param>
public sealed class BuiltinType(BuiltinKind kind) : WitxType
{
    /// <summary>Which.</summary>
    public BuiltinKind Kind { get; } = kind;
}

/// <summary>A use of a typename.</summary>
/// <param name="definition">What the name was declared as.</param>
public sealed class NamedType(TypeDefinition definition) : WitxType(definition.Type.Depth + 1)
{
    /// <summary>What the name was declared as.</summary>
    public TypeDefinition Definition { get; } = definition;

    /// <inheritdoc/>
    public override WitxType Resolved { get; } = definition.Type.Resolved;
}

/// <summary><c>bool</c>: a variant of two cases without payload, <c>false</c> and <c>true</c>, tagged by 32 bits.</summary>
public sealed class BoolType : WitxType;

/// <summary><c>string</c>, which is also <c>(list char)</c>: the address and the length in bytes of UTF-8 text.</summary>
public sealed class StringType : WitxType;

/// <summary><c>(handle)</c>: an opaque 32-bit number that the host hands out.</summary>
/// <param name="supertypes">The handles that it is declared to be a kind of; only files of before 2021 do so, and it changes
/// nothing.</param>
public sealed class HandleType(ImmutableArray<NamedType> supertypes) : WitxType
{
    /// <summary>The handles that it is declared to be a kind of.</summary>
    public ImmutableArray<NamedType> Supertypes { get; } = supertypes;
}

/// <summary><c>(enum …)</c>: one of a closed set of names.</summary>
/// <param name="repr">The integer that carries it in memory.</param>
/// <param name="members">The names, in order: the value of a member is its index.</param>
/// <param name="isWide">Whether a value crosses a call as 64 bits, as the spelling <c>(enum u64 …)</c> of before 2021 means; today all
/// enums cross as 32.</param>
public sealed class EnumType(IntRepr repr, ImmutableArray<Member> members, bool isWide = false) : WitxType
{
    /// <summary>Whether a value crosses a call as 64 bits.</summary>
    public bool IsWide { get; } = isWide;

    /// <summary>The integer that carries it in memory.</summary>
    public IntRepr Repr { get; } = repr;

    /// <summary>The names, in order: the value of a member is its index.</summary>
    public ImmutableArray<Member> Members { get; } = members;
}

/// <summary><c>(flags …)</c>: any subset of a closed set of names.</summary>
/// <param name="repr">The integer that carries it.</param>
/// <param name="members">The names, in order: the member at index i is bit i.</param>
public sealed class FlagsType(IntRepr repr, ImmutableArray<Member> members) : WitxType
{
    /// <summary>The integer that carries it.</summary>
    public IntRepr Repr { get; } = repr;

    /// <summary>The names, in order: the member at index i is bit i.</summary>
    public ImmutableArray<Member> Members { get; } = members;
}

/// <summary><c>(record …)</c> or <c>(struct …)</c>, laid out as in C.</summary>
/// <param name="fields">The fields, in order.</param>
public sealed class RecordType(ImmutableArray<Field> fields) : WitxType(DepthAbove(fields))
{
    /// <summary>The fields, in order.</summary>
    public ImmutableArray<Field> Fields { get; } = fields;
}

/// <summary><c>(tuple …)</c>: a record whose fields have no names.</summary>
/// <param name="items">The types, in order.</param>
public sealed class TupleType(ImmutableArray<WitxType> items) : WitxType(DepthAbove(items))
{
    /// <summary>The types, in order.</summary>
    public ImmutableArray<WitxType> Items { get; } = items;
}

/// <summary><c>(variant …)</c>, or <c>(union …)</c> with a tag: a tag and the payload that the tag names.</summary>
/// <param name="tagRepr">The integer that carries the tag.</param>
/// <param name="tag">The enum whose names are the cases, where the tag was given by name.</param>
/// <param name="cases">The cases in the order of their tag values.</param>
public sealed class VariantType(IntRepr tagRepr, NamedType? tag, ImmutableArray<VariantCase> cases) : WitxType(DepthAbove(cases))
{
    /// <summary>The integer that carries the tag.</summary>
    public IntRepr TagRepr { get; } = tagRepr;

    /// <summary>The enum whose names are the cases, where the tag was given by name.</summary>
    public NamedType? Tag { get; } = tag;

    /// <summary>The cases in the order of their tag values.</summary>
    public ImmutableArray<VariantCase> Cases { get; } = cases;

    /// <summary>Whether any case carries a payload. A variant without payloads is, in memory and in calls, an enum.</summary>
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

/// <summary>A union without a tag, of the dialects before 2020: the same bytes read in several ways.</summary>
/// <param name="fields">The readings, all at offset 0.</param>
public sealed class UntaggedUnionType(ImmutableArray<Field> fields) : WitxType(DepthAbove(fields))
{
    /// <summary>The readings, all at offset 0.</summary>
    public ImmutableArray<Field> Fields { get; } = fields;
}

/// <summary>
/// <c>(expected T (error E))</c>: success with an optional value or failure with an optional error. In memory a variant tagged by 32 bits.
/// </summary>
/// <param name="ok">What success carries.</param>
/// <param name="error">What failure carries.</param>
public sealed class ExpectedType(WitxType? ok, WitxType? error) : WitxType(DepthAbove([ok, error]))
{
    /// <summary>What success carries.</summary>
    public WitxType? Ok { get; } = ok;

    /// <summary>What failure carries.</summary>
    public WitxType? Error { get; } = error;
}

/// <summary><c>(list T)</c> or <c>(array T)</c>: the address and the number of the elements.</summary>
/// <param name="element">The type of each element.</param>
public sealed class ListType(WitxType element) : WitxType(DepthAbove([element]))
{
    /// <summary>The type of each element.</summary>
    public WitxType Element { get; } = element;
}

/// <summary><c>(@witx pointer T)</c> or <c>(@witx const_pointer T)</c>: an address in guest memory.</summary>
/// <param name="target">What lies there.</param>
/// <param name="isConst">Whether the host only reads it.</param>
public sealed class PointerType(WitxType target, bool isConst) : WitxType(DepthAbove([target]))
{
    /// <summary>What lies there.</summary>
    public WitxType Target { get; } = target;

    /// <summary>Whether the host only reads it.</summary>
    public bool IsConst { get; } = isConst;
}
