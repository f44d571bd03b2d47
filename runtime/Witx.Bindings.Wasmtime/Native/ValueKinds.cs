using Wasmtime;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Wasmtime.Native;

/// <summary>Converts the value types of WebAssembly.</summary>
internal static class ValueKinds
{
    /// <summary>Converts a core type of an import table to the engine's value type.</summary>
    internal static ValueKind ToValueKind(this CoreType type) => type switch
    {
        CoreType.I32 => ValueKind.Int32,
        CoreType.I64 => ValueKind.Int64,
        CoreType.F32 => ValueKind.Float32,
        _ => ValueKind.Float64,
    };

    /// <summary>Returns the name of a value type in WebAssembly's text format.</summary>
    internal static string ToText(this ValueKind kind) => kind switch
    {
        ValueKind.Int32 => "i32",
        ValueKind.Int64 => "i64",
        ValueKind.Float32 => "f32",
        ValueKind.Float64 => "f64",
        ValueKind.V128 => "v128",
        ValueKind.FuncRef => "funcref",
        ValueKind.ExternRef => "externref",
        _ => "anyref",
    };
}
