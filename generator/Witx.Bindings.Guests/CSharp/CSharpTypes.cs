using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.CSharp;

/// <summary>Formats types in C#.</summary>
/// <param name="names">The identifiers of the class.</param>
internal sealed class CSharpTypes(CSharpNames names)
{
    /// <summary>Formats the type of a value, as it is stored and passed.</summary>
    public string Format(WitxType type) => type switch
    {
        NamedType { Definition.Type: NamedType or BuiltinType or BoolType or PointerType } alias => Format(alias.Definition.Type),
        NamedType named => names.Type(named.Definition),
        BuiltinType builtin => Format(builtin.Kind),
        BoolType or HandleType => "uint",
        PointerType pointer => Format(pointer.Target) + "*",
        _ => names.Type(type),
    };

    /// <summary>Formats the integer type of a representation.</summary>
    public static string Format(IntRepr repr) => repr switch
    {
        IntRepr.U8 => "byte",
        IntRepr.U16 => "ushort",
        IntRepr.U32 => "uint",
        _ => "ulong",
    };

    /// <summary>Formats a core type.</summary>
    public static string Format(CoreType core) => core switch
    {
        CoreType.I32 => "int",
        CoreType.I64 => "long",
        CoreType.F32 => "float",
        _ => "double",
    };

    private static string Format(BuiltinKind kind) => kind switch
    {
        BuiltinKind.U8 or BuiltinKind.Char8 => "byte",
        BuiltinKind.U16 => "ushort",
        BuiltinKind.U32 or BuiltinKind.Char => "uint",
        BuiltinKind.U64 => "ulong",
        BuiltinKind.S8 => "sbyte",
        BuiltinKind.S16 => "short",
        BuiltinKind.S32 => "int",
        BuiltinKind.S64 => "long",
        BuiltinKind.F32 => "float",
        BuiltinKind.F64 => "double",
        _ => "nuint",
    };
}
