using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.Rust;

/// <summary>Formats types in Rust.</summary>
/// <param name="names">The identifiers of the module.</param>
internal sealed class RustTypes(RustNames names)
{
    /// <summary>Formats the type of a value, as it is stored and passed.</summary>
    public string Format(WitxType type) => type switch
    {
        NamedType named => names.Type(named.Definition),
        BuiltinType builtin => Format(builtin.Kind),
        BoolType or HandleType => "u32",
        PointerType pointer => $"*{(pointer.IsConst ? "const" : "mut")} {Format(pointer.Target)}",
        _ => names.Type(type),
    };

    /// <summary>Formats the integer type of a representation.</summary>
    public static string Format(IntRepr repr) => $"u{(int)repr * 8}";

    /// <summary>True if the module declares a struct with one field for the type.</summary>
    public static bool IsNewtype(WitxType type) => type.Resolved is EnumType or FlagsType or VariantType { HasPayloads: false }
        || (type.Resolved is HandleType && type is NamedType);

    private static string Format(BuiltinKind kind) => kind switch
    {
        BuiltinKind.U8 or BuiltinKind.Char8 => "u8",
        BuiltinKind.U16 => "u16",
        BuiltinKind.U32 or BuiltinKind.Char => "u32",
        BuiltinKind.U64 => "u64",
        BuiltinKind.S8 => "i8",
        BuiltinKind.S16 => "i16",
        BuiltinKind.S32 => "i32",
        BuiltinKind.S64 => "i64",
        BuiltinKind.F32 => "f32",
        BuiltinKind.F64 => "f64",
        _ => "usize",
    };
}
