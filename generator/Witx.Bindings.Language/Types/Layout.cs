using System;
using System.Collections.Immutable;

namespace Witx.Bindings.Language;

/// <summary>The layout of a type in guest memory, which follows C. All sizes and offsets are in bytes.</summary>
public sealed class Layout
{
    /// <summary>The largest size of a type.</summary>
    public const uint MaxSize = int.MaxValue;

    private Layout(ulong size, uint align, ImmutableArray<uint> offsets, uint tagSize, uint payloadOffset)
    {
        Size = (uint)Math.Min(size, MaxSize + 1U);
        Align = align;
        Offsets = offsets;
        TagSize = tagSize;
        PayloadOffset = payloadOffset;
    }

    /// <summary>Gets the size, a multiple of the alignment. It is the distance between elements of a list.</summary>
    public uint Size { get; }

    /// <summary>Gets the alignment, a power of two up to 8.</summary>
    public uint Align { get; }

    /// <summary>Gets the offset of each record field or tuple item; empty for other types.</summary>
    public ImmutableArray<uint> Offsets { get; }

    /// <summary>Gets the size of the tag at offset 0; 0 for a type without a tag.</summary>
    public uint TagSize { get; }

    /// <summary>Gets the offset of the payload of every case; 0 for a type without a tag.</summary>
    public uint PayloadOffset { get; }

    /// <summary>Creates the layout of a type. Every type of a resolved document has one.</summary>
    /// <param name="type">The type.</param>
    /// <param name="width">The width of guest addresses.</param>
    /// <exception cref="OverflowException">The type is larger than <see cref="MaxSize"/>.</exception>
    public static Layout Create(WitxType type, PointerWidth width) =>
        Measure(type, width) is { Size: <= MaxSize } layout
            ? layout
            : throw new OverflowException($"The type is larger than {MaxSize} bytes.");

    /// <summary>True if a type has a layout for both pointer widths.</summary>
    internal static bool Exists(WitxType type) => Measure(type, PointerWidth.Bits64).Size <= MaxSize;

    private static Layout Measure(WitxType type, PointerWidth width)
    {
        uint pointer = (uint)width;
        return type switch
        {
            NamedType named => MeasureOnce(named.Definition, width),
            BuiltinType { Kind: BuiltinKind.USize } or PointerType => Scalar(pointer),
            BuiltinType builtin => Scalar(SizeOf(builtin.Kind)),
            HandleType => Scalar(4),
            StringType or ListType => new Layout(2 * pointer, pointer, [], 0, 0),
            FlagsType flags => Scalar((uint)flags.Repr),
            EnumType enumeration => Tagged((uint)enumeration.Repr, []),
            BoolType => Tagged(4, []),
            VariantType variant => Tagged((uint)variant.TagRepr, Payloads(variant.Cases, width)),
            ExpectedType expected => Tagged(4, Payloads(expected, width)),
            RecordType record => Sequence(Fields(record.Fields, width)),
            TupleType tuple => Sequence(Items(tuple.Items, width)),
            UntaggedUnionType union => Overlay(Fields(union.Fields, width)),
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
    }

    private static Layout MeasureOnce(TypeDefinition definition, PointerWidth width) =>
        width is PointerWidth.Bits32
            ? definition.Layout32 ??= Measure(definition.Type, width)
            : definition.Layout64 ??= Measure(definition.Type, width);

    private static Layout Scalar(uint size) => new(size, size, [], 0, 0);

    private static Layout Sequence(ImmutableArray<Layout> parts)
    {
        ImmutableArray<uint>.Builder offsets = ImmutableArray.CreateBuilder<uint>(parts.Length);
        ulong end = 0;
        uint align = 1;
        foreach (Layout part in parts)
        {
            end = AlignTo(end, part.Align);
            offsets.Add((uint)Math.Min(end, uint.MaxValue));
            end += part.Size;
            align = Math.Max(align, part.Align);
        }

        return new Layout(AlignTo(end, align), align, offsets.MoveToImmutable(), 0, 0);
    }

    private static Layout Overlay(ImmutableArray<Layout> parts)
    {
        (ulong size, uint align) = Largest(parts);
        return new Layout(AlignTo(size, align), align, [], 0, 0);
    }

    /// <summary>Lays out a tag followed by a union of the payloads, as in C.</summary>
    private static Layout Tagged(uint tagSize, ImmutableArray<Layout> payloads)
    {
        (ulong size, uint payloadAlign) = Largest(payloads);
        uint align = Math.Max(tagSize, payloadAlign);
        ulong offset = AlignTo(tagSize, payloadAlign);
        return new Layout(AlignTo(offset + size, align), align, [], tagSize, (uint)offset);
    }

    private static (ulong Size, uint Align) Largest(ImmutableArray<Layout> parts)
    {
        ulong size = 0;
        uint align = 1;
        foreach (Layout part in parts)
        {
            size = Math.Max(size, part.Size);
            align = Math.Max(align, part.Align);
        }

        return (size, align);
    }

    private static ImmutableArray<Layout> Fields(ImmutableArray<Field> fields, PointerWidth width)
    {
        ImmutableArray<Layout>.Builder layouts = ImmutableArray.CreateBuilder<Layout>(fields.Length);
        foreach (Field field in fields)
        {
            layouts.Add(Measure(field.Type, width));
        }

        return layouts.MoveToImmutable();
    }

    private static ImmutableArray<Layout> Items(ImmutableArray<WitxType> items, PointerWidth width)
    {
        ImmutableArray<Layout>.Builder layouts = ImmutableArray.CreateBuilder<Layout>(items.Length);
        foreach (WitxType item in items)
        {
            layouts.Add(Measure(item, width));
        }

        return layouts.MoveToImmutable();
    }

    private static ImmutableArray<Layout> Payloads(ImmutableArray<VariantCase> cases, PointerWidth width)
    {
        ImmutableArray<Layout>.Builder layouts = ImmutableArray.CreateBuilder<Layout>();
        foreach (VariantCase variantCase in cases)
        {
            if (variantCase.Type is not null)
            {
                layouts.Add(Measure(variantCase.Type, width));
            }
        }

        return layouts.ToImmutable();
    }

    private static ImmutableArray<Layout> Payloads(ExpectedType expected, PointerWidth width)
    {
        ImmutableArray<Layout> ok = expected.Ok is null ? [] : [Measure(expected.Ok, width)];
        return expected.Error is null ? ok : ok.Add(Measure(expected.Error, width));
    }

    private static uint SizeOf(BuiltinKind kind) => kind switch
    {
        BuiltinKind.U8 or BuiltinKind.S8 or BuiltinKind.Char8 => 1,
        BuiltinKind.U16 or BuiltinKind.S16 => 2,
        BuiltinKind.U32 or BuiltinKind.S32 or BuiltinKind.F32 or BuiltinKind.Char => 4,
        _ => 8,
    };

    private static ulong AlignTo(ulong offset, uint align) => (offset + align - 1) / align * align;
}
