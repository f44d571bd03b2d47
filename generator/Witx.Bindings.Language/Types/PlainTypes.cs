using System;

namespace Witx.Bindings.Language.Types;

/// <summary>The types named by a keyword, as singletons.</summary>
internal static class PlainTypes
{
    public static readonly BuiltinType U8 = new(BuiltinKind.U8);
    public static readonly BuiltinType U16 = new(BuiltinKind.U16);
    public static readonly BuiltinType U32 = new(BuiltinKind.U32);
    public static readonly BuiltinType U64 = new(BuiltinKind.U64);
    public static readonly BuiltinType S8 = new(BuiltinKind.S8);
    public static readonly BuiltinType S16 = new(BuiltinKind.S16);
    public static readonly BuiltinType S32 = new(BuiltinKind.S32);
    public static readonly BuiltinType S64 = new(BuiltinKind.S64);
    public static readonly BuiltinType F32 = new(BuiltinKind.F32);
    public static readonly BuiltinType F64 = new(BuiltinKind.F64);
    public static readonly BuiltinType Char = new(BuiltinKind.Char);
    public static readonly BuiltinType Char8 = new(BuiltinKind.Char8);
    public static readonly BuiltinType USize = new(BuiltinKind.USize);
    public static readonly BoolType Bool = new();
    public static readonly StringType String = new();

    public static WitxType? Find(ReadOnlySpan<char> word) => word switch
    {
        "u8" => U8,
        "u16" => U16,
        "u32" => U32,
        "u64" => U64,
        "s8" => S8,
        "s16" => S16,
        "s32" => S32,
        "s64" => S64,
        "f32" => F32,
        "f64" => F64,
        "char" => Char,
        "char8" => Char8,
        "usize" => USize,
        "bool" => Bool,
        "string" => String,
        _ => null,
    };

    public static IntRepr? FindRepr(ReadOnlySpan<char> word) => word switch
    {
        "u8" => IntRepr.U8,
        "u16" => IntRepr.U16,
        "u32" => IntRepr.U32,
        "u64" => IntRepr.U64,
        _ => null,
    };

    public static BuiltinType FromRepr(IntRepr repr) => repr switch
    {
        IntRepr.U8 => U8,
        IntRepr.U16 => U16,
        IntRepr.U32 => U32,
        _ => U64,
    };
}
