using System;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Model;

/// <summary>The C# type of a witx type, and how its values are converted to and from guest memory and core values.</summary>
/// <param name="Type">The C# type of a value inside data.</param>
/// <param name="Codec">The codec that reads and writes the value in memory.</param>
/// <param name="Size">The size in memory, in bytes.</param>
/// <param name="Alignment">The alignment in memory, in bytes.</param>
/// <param name="Traits">The properties of the value and of the data that it refers to.</param>
internal abstract record Shape(string Type, string Codec, int Size, int Alignment, ShapeTraits Traits)
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
internal sealed record NumberShape(BuiltinKind Kind, string Type, string Codec, int Size)
    : Shape(Type, Codec, Size, Size, Kind is BuiltinKind.Char ? ShapeTraits.Checked : ShapeTraits.None)
{
    public static NumberShape Create(BuiltinKind kind) => kind switch
    {
        BuiltinKind.U8 or BuiltinKind.Char8 => new(kind, "byte", "WitxGlue::U8Codec", 1),
        BuiltinKind.U16 => new(kind, "ushort", "WitxGlue::U16Codec", 2),
        BuiltinKind.U32 => new(kind, "uint", "WitxGlue::U32Codec", 4),
        BuiltinKind.S8 => new(kind, "sbyte", "WitxGlue::S8Codec", 1),
        BuiltinKind.S16 => new(kind, "short", "WitxGlue::S16Codec", 2),
        BuiltinKind.S32 => new(kind, "int", "WitxGlue::S32Codec", 4),
        BuiltinKind.S64 => new(kind, "long", "WitxGlue::S64Codec", 8),
        BuiltinKind.F32 => new(kind, "float", "WitxGlue::F32Codec", 4),
        BuiltinKind.F64 => new(kind, "double", "WitxGlue::F64Codec", 8),
        BuiltinKind.Char => new(kind, "global::System.Text.Rune", "WitxGlue::CharCodec", 4),
        _ => new(kind, "ulong", "WitxGlue::U64Codec", 8),
    };
}

/// <summary>A boolean.</summary>
internal sealed record BoolShape() : Shape("bool", "WitxGlue::BoolCodec", 4, 4, ShapeTraits.Checked);

/// <summary>An enum.</summary>
/// <param name="Count">The number of members; their values are 0 to <c>Count - 1</c>.</param>
/// <param name="Witx">The witx name.</param>
internal sealed record EnumShape(string Type, string Codec, int Size, int Count, string Witx)
    : Shape(Type, Codec, Size, Size, ShapeTraits.Checked);

/// <summary>Flags.</summary>
/// <param name="Mask">The bits that have a name.</param>
/// <param name="Witx">The witx name.</param>
internal sealed record FlagsShape(string Type, string Codec, int Size, ulong Mask, string Witx)
    : Shape(Type, Codec, Size, Size, ShapeTraits.Checked);

/// <summary>A handle.</summary>
internal sealed record HandleShape(string Type) : Shape(Type, $"WitxGlue::HandleCodec<{Type}>", 4, 4, ShapeTraits.None);

/// <summary>A record, tuple, variant or union. As a parameter, its address is passed.</summary>
internal sealed record CompoundShape(string Type, string Codec, int Size, int Alignment, ShapeTraits Traits)
    : Shape(Type, Codec, Size, Alignment, Traits);

/// <summary>A pointer.</summary>
/// <param name="Target">The type at the address.</param>
internal sealed record PointerShape(Shape Target, string Address, int Size)
    : Shape($"WitxApi::GuestPointer<{Target.Type}>", $"WitxGlue::PointerCodec<{Target.Type}, {Target.Codec}, {Address}>", Size, Size, Target.Traits | ShapeTraits.References);

/// <summary>A list.</summary>
/// <param name="Element">The type of an element.</param>
internal sealed record ListShape(Shape Element, string Address, int AddressSize)
    : Shape(
        $"WitxApi::GuestRange<{Element.Type}>",
        $"WitxGlue::RangeCodec<{Element.Type}, {Element.Codec}, {Address}>",
        AddressSize * 2,
        AddressSize,
        Element.Traits | ShapeTraits.References | (Element.Type is "byte" ? ShapeTraits.Text : ShapeTraits.None));

/// <summary>A string.</summary>
internal sealed record StringShape(string Address, int AddressSize)
    : Shape(
        "WitxApi::GuestRange<byte>",
        $"WitxGlue::RangeCodec<byte, WitxGlue::U8Codec, {Address}>",
        AddressSize * 2,
        AddressSize,
        ShapeTraits.References | ShapeTraits.Text);
