using System;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Model;

/// <summary>The C# type of a witx type, and how its values are converted to and from guest memory and core values.</summary>
/// <param name="Type">The C# type of a value inside data.</param>
/// <param name="Codec">The codec that reads and writes the value in memory.</param>
/// <param name="Size">The size in memory, in bytes.</param>
/// <param name="Alignment">The alignment in memory, in bytes.</param>
/// <param name="Traits">The properties of the value and of the data that it refers to.</param>
internal abstract record Shape(CSharpType Type, CSharpType Codec, int Size, int Alignment, ShapeTraits Traits)
{
    /// <summary>True if a parameter of the type is passed as an address in guest memory.</summary>
    public bool IsPassedByAddress => this is CompoundShape or PointerShape or ListShape or StringShape;

    public bool HasTrait(ShapeTraits traits) => (Traits & traits) != 0;
}

/// <summary>Properties of a value and of the data that it refers to.</summary>
[Flags]
internal enum ShapeTraits
{
    None = 0,

    /// <summary>It contains addresses of guest memory.</summary>
    References = 1,

    /// <summary>Some bit patterns are not valid values, so reading checks them.</summary>
    Checked = 2,

    /// <summary>It refers to bytes that can be read as text.</summary>
    Text = 4,
}

/// <summary>A number, or an address-sized one.</summary>
internal sealed record NumberShape(BuiltinKind Kind, CSharpType Type, CSharpType Codec, int Size)
    : Shape(Type, Codec, Size, Size, Kind is BuiltinKind.Char ? ShapeTraits.Checked : ShapeTraits.None)
{
    private static readonly NumberShape[] s_all =
    [
        New(BuiltinKind.U8, "byte", "U8Codec", 1),
        New(BuiltinKind.Char8, "byte", "U8Codec", 1),
        New(BuiltinKind.U16, "ushort", "U16Codec", 2),
        New(BuiltinKind.U32, "uint", "U32Codec", 4),
        New(BuiltinKind.U64, "ulong", "U64Codec", 8),
        New(BuiltinKind.S8, "sbyte", "S8Codec", 1),
        New(BuiltinKind.S16, "short", "S16Codec", 2),
        New(BuiltinKind.S32, "int", "S32Codec", 4),
        New(BuiltinKind.S64, "long", "S64Codec", 8),
        New(BuiltinKind.F32, "float", "F32Codec", 4),
        New(BuiltinKind.F64, "double", "F64Codec", 8),
        new(BuiltinKind.Char, new CSharpType(TypeScope.SystemText, "Rune"), CSharpType.CreateGlue("CharCodec"), 4),
    ];

    /// <summary>Gets the shape of a number whose size does not depend on the pointer width.</summary>
    public static NumberShape Get(BuiltinKind kind) => Array.Find(s_all, shape => shape.Kind == kind);

    private static NumberShape New(BuiltinKind kind, string type, string codec, int size) =>
        new(kind, new CSharpType(TypeScope.Language, type), CSharpType.CreateGlue(codec), size);
}

/// <summary>A boolean.</summary>
internal sealed record BoolShape() : Shape(CSharpType.Boolean, CSharpType.CreateGlue("BoolCodec"), 4, 4, ShapeTraits.Checked);

/// <summary>An enum.</summary>
/// <param name="Count">The number of members; their values are 0 to <c>Count - 1</c>.</param>
/// <param name="Witx">The witx name.</param>
internal sealed record EnumShape(CSharpType Type, CSharpType Codec, int Size, int Count, string Witx)
    : Shape(Type, Codec, Size, Size, ShapeTraits.Checked);

/// <summary>Flags.</summary>
/// <param name="Mask">The bits that have a name.</param>
/// <param name="Witx">The witx name.</param>
internal sealed record FlagsShape(CSharpType Type, CSharpType Codec, int Size, ulong Mask, string Witx)
    : Shape(Type, Codec, Size, Size, ShapeTraits.Checked);

/// <summary>A handle.</summary>
internal sealed record HandleShape(CSharpType Type) : Shape(Type, CSharpType.CreateGlue("HandleCodec", Type), 4, 4, ShapeTraits.None);

/// <summary>A record, tuple, variant or union. As a parameter, its address is passed.</summary>
internal sealed record CompoundShape(CSharpType Type, CSharpType Codec, int Size, int Alignment, ShapeTraits Traits)
    : Shape(Type, Codec, Size, Alignment, Traits);

/// <summary>A pointer.</summary>
/// <param name="Target">The type at the address.</param>
internal sealed record PointerShape(Shape Target, CSharpType Address, int Size)
    : Shape(
        CSharpType.CreateApi("GuestPointer", Target.Type),
        CSharpType.CreateGlue("PointerCodec", Target.Type, Target.Codec, Address),
        Size,
        Size,
        Target.Traits | ShapeTraits.References);

/// <summary>A list.</summary>
/// <param name="Element">The type of an element.</param>
internal sealed record ListShape(Shape Element, CSharpType Address, int AddressSize)
    : Shape(
        CSharpType.CreateApi("GuestRange", Element.Type),
        CSharpType.CreateGlue("RangeCodec", Element.Type, Element.Codec, Address),
        AddressSize * 2,
        AddressSize,
        Element.Traits | ShapeTraits.References | (
            Element is NumberShape { Kind: BuiltinKind.U8 or BuiltinKind.Char8 } ? ShapeTraits.Text : ShapeTraits.None));

/// <summary>A string.</summary>
internal sealed record StringShape(CSharpType Address, int AddressSize)
    : Shape(
        CSharpType.CreateApi("GuestRange", CSharpType.Byte),
        CSharpType.CreateGlue("RangeCodec", CSharpType.Byte, CSharpType.CreateGlue("U8Codec"), Address),
        AddressSize * 2,
        AddressSize,
        ShapeTraits.References | ShapeTraits.Text);
