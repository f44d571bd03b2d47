namespace Witx.Bindings.Language;

/// <summary>The types that witx knows by keyword and that are neither structured nor references.</summary>
public enum BuiltinKind
{
    /// <summary>An unsigned integer of 8 bits.</summary>
    U8,

    /// <summary>An unsigned integer of 16 bits.</summary>
    U16,

    /// <summary>An unsigned integer of 32 bits.</summary>
    U32,

    /// <summary>An unsigned integer of 64 bits.</summary>
    U64,

    /// <summary>A signed integer of 8 bits.</summary>
    S8,

    /// <summary>A signed integer of 16 bits.</summary>
    S16,

    /// <summary>A signed integer of 32 bits.</summary>
    S32,

    /// <summary>A signed integer of 64 bits.</summary>
    S64,

    /// <summary>A float of 32 bits.</summary>
    F32,

    /// <summary>A float of 64 bits.</summary>
    F64,

    /// <summary>A Unicode scalar value in 32 bits.</summary>
    Char,

    /// <summary>A byte of C text: <c>(@witx char8)</c>.</summary>
    Char8,

    /// <summary>An unsigned integer as wide as an address: <c>(@witx usize)</c>; 32 bits in the dialects without 64-bit pointers.</summary>
    USize,
}
