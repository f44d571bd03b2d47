namespace Witx.Bindings.Language.Resolving;

/// <summary>Describes kinds of types in messages.</summary>
internal static class TypeKind
{
    public static string Describe(WitxType type) => type.Resolved switch
    {
        BuiltinType { Kind: BuiltinKind.F32 or BuiltinKind.F64 } => "a floating-point number",
        BuiltinType { Kind: BuiltinKind.Char } => "a character",
        BuiltinType builtin => $"an integer ({builtin.Kind.ToString().ToLowerInvariant()})",
        BoolType => "a bool",
        StringType => "a string",
        HandleType => "a handle",
        EnumType => "an enum",
        FlagsType => "flags",
        RecordType => "a record",
        TupleType => "a tuple",
        UntaggedUnionType => "a union without a tag",
        ExpectedType => "an expected",
        ListType => "a list",
        PointerType => "a pointer",
        _ => "a variant",
    };
}
