namespace Witx.Bindings.Language;

/// <summary>A value type of core WebAssembly.</summary>
public enum CoreType
{
    /// <summary>A 32-bit integer.</summary>
    I32,

    /// <summary>A 64-bit integer.</summary>
    I64,

    /// <summary>A 32-bit floating-point number.</summary>
    F32,

    /// <summary>A 64-bit floating-point number.</summary>
    F64,
}
