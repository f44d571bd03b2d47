namespace Witx.Bindings.Glue;

/// <summary>A numeric value type of core WebAssembly.</summary>
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

/// <summary>The names of core types in WebAssembly's text format.</summary>
internal static class CoreTypeNames
{
    /// <summary>Returns the name of a type, such as <c>i32</c>.</summary>
    internal static string ToText(this CoreType type) => type switch
    {
        CoreType.I32 => "i32",
        CoreType.I64 => "i64",
        CoreType.F32 => "f32",
        _ => "f64",
    };
}
