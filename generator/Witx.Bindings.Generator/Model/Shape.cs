using System;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Model;

/// <summary>A witx type as it is used in one place: its C# type, and how it goes in and out of guest memory and core values.</summary>
/// <param name="Type">The C# type of a value inside data.</param>
/// <param name="Codec">The codec of the value in memory.</param>
/// <param name="Size">Its size there.</param>
/// <param name="Alignment">Its alignment there.</param>
/// <param name="Traits">What reading it entails.</param>
internal abstract record Shape(string Type, string Codec, int Size, int Alignment, ShapeTraits Traits)
{
    public bool HasTrait(ShapeTraits traits) => (Traits & traits) != 0;
}

/// <summary>What reading a value entails, or following what it refers to.</summary>
[Flags]
internal enum ShapeTraits
{
    None = 0,

    /// <summary>It holds addresses, which are followed by means of the memory.</summary>
    References = 1,

    /// <summary>Not all bytes are a value.</summary>
    Checked = 2,

    /// <summary>It leads to bytes that may be opened as text.</summary>
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
/// <param name="Count">The number of members; the values are those below.</param>
/// <param name="Witx">The witx name.</param>
internal sealed record EnumShape(string Type, string Codec, int Size, int Count, string Witx)
    : Shape(Type, Codec, Size, Size, ShapeTraits.Checked);

/// <summary>Flags.</summary>
/// <param name="Mask">Every bit that has a name.</param>
/// <param name="Witx">The witx name.</param>
internal sealed record FlagsShape(string Type, string Codec, int Size, ulong Mask, string Witx)
    : Shape(Type, Codec, Size, Size, ShapeTraits.Checked);

/// <summary>A handle.</summary>
internal sealed record HandleShape(string Type) : Shape(Type, $"WitxGlue::HandleCodec<{Type}>", 4, 4, ShapeTraits.None);

/// <summary>A record, a tuple, a variant or a union: as a parameter, the address of one.</summary>
internal sealed record CompoundShape(string Type, string Codec, int Size, int Alignment, ShapeTraits Traits)
    : Shape(Type, Codec, Size, Alignment, Traits);

/// <summary>A pointer.</summary>
/// <param name="Target">What it points to.</param>
internal sealed record PointerShape(Shape Target, string Address, int Size)
    : Shape($"WitxApi::GuestPointer<{Target.Type}>", $"WitxGlue::PointerCodec<{Target.Type}, {Target.Codec}, {Address}>", Size, Size, Target.Traits | ShapeTraits.References);

/// <summary>A list.</summary>
/// <param name="Element">Its element.</param>
internal sealed record ListShape(Shape Element, string Address, int AddressSize)
    : Shape(
        $"WitxApi::GuestRange<{Element.Type}>",
        $"WitxGlue::RangeCodec<{Element.Type}, {Element.Codec}, {Address}>",
        AddressSize * 2,
        AddressSize,
        Element.Traits | ShapeTraits.References | (Element.Type is "byte" ? ShapeTraits.Text : ShapeTraits.None));

/// <summary>Text.</summary>
internal sealed record StringShape(string Address, int AddressSize)
    : Shape(
        "WitxApi::GuestRange<byte>",
        $"WitxGlue::RangeCodec<byte, WitxGlue::U8Codec, {Address}>",
        AddressSize * 2,
        AddressSize,
        ShapeTraits.References | ShapeTraits.Text);
