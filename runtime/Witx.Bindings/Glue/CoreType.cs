namespace Witx.Bindings.Glue;

/// <summary>A value type of core WebAssembly, as it stands in a host function's signature.</summary>
public enum CoreType
{
    /// <summary>An integer of 32 bits.</summary>
    I32,

    /// <summary>An integer of 64 bits.</summary>
    I64,

    /// <summary>A float of 32 bits.</summary>
    F32,

    /// <summary>A float of 64 bits.</summary>
    F64,
}
