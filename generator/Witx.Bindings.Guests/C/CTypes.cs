using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.C;

/// <summary>Formats types in C.</summary>
/// <param name="names">The identifiers of the header.</param>
internal sealed class CTypes(CNames names)
{
    /// <summary>Formats the type of a value, as it is stored and passed.</summary>
    public string Format(WitxType type) => type switch
    {
        NamedType named => names.Type(named.Definition),
        BuiltinType builtin => Format(builtin.Kind),
        BoolType => "uint32_t",
        HandleType => "int32_t",
        PointerType pointer => Pointer(pointer.Target, pointer.IsConst),
        _ => names.Type(type),
    };

    /// <summary>Formats the type of a pointer.</summary>
    public string Pointer(WitxType target, bool isConst)
    {
        string type = Format(target);
        return type[^1] is '*' ? $"{type}{(isConst ? "const " : "")}*" : $"{(isConst ? "const " : "")}{type} *";
    }

    /// <summary>Formats the integer type of a representation.</summary>
    public static string Format(IntRepr repr) => $"uint{(int)repr * 8}_t";

    /// <summary>Formats the name of the macro that makes a constant of a representation.</summary>
    public static string Literal(IntRepr repr) => $"UINT{(int)repr * 8}_C";

    private static string Format(BuiltinKind kind) => kind switch
    {
        BuiltinKind.U8 or BuiltinKind.Char8 => "uint8_t",
        BuiltinKind.U16 => "uint16_t",
        BuiltinKind.U32 or BuiltinKind.Char => "uint32_t",
        BuiltinKind.U64 => "uint64_t",
        BuiltinKind.S8 => "int8_t",
        BuiltinKind.S16 => "int16_t",
        BuiltinKind.S32 => "int32_t",
        BuiltinKind.S64 => "int64_t",
        BuiltinKind.F32 => "float",
        BuiltinKind.F64 => "double",
        _ => "size_t",
    };
}
