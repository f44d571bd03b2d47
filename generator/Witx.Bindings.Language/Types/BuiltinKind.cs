namespace Witx.Bindings.Language;

/// <summary>The scalar types with a keyword.</summary>
public enum BuiltinKind
{
    /// <summary>An unsigned 8-bit integer.</summary>
    U8,

    /// <summary>An unsigned 16-bit integer.</summary>
    U16,

    /// <summary>An unsigned 32-bit integer.</summary>
    U32,

    /// <summary>An unsigned 64-bit integer.</summary>
    U64,

    /// <summary>A signed 8-bit integer.</summary>
    S8,

    /// <summary>A signed 16-bit integer.</summary>
    S16,

    /// <summary>A signed 32-bit integer.</summary>
    S32,

    /// <summary>A signed 64-bit integer.</summary>
    S64,

    /// <summary>A 32-bit floating-point number.</summary>
    F32,

    /// <summary>A 64-bit floating-point number.</summary>
    F64,

    /// <summary>A Unicode scalar value in 32 bits.</summary>
    Char,

    /// <summary><c>(@witx char8)</c>: a byte of C text.</summary>
    Char8,

    /// <summary><c>(@witx usize)</c>: an unsigned integer of the pointer width.</summary>
    USize,
}
