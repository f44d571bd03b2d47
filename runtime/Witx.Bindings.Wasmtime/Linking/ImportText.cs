using System.Collections.Generic;
using System.Linq;
using Wasmtime;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>Formats imports and their types for messages, similar to the WebAssembly text format.</summary>
internal static class ImportText
{
    internal static string Format(Import import) => $"{import.ModuleName}.{import.Name}: " + import switch
    {
        FunctionImport function => $"({Join(function.Parameters)}) -> ({Join(function.Results)})",
        MemoryImport memory => $"a memory of {memory.Minimum} to {memory.Maximum?.ToString() ?? "any number of"} pages",
        GlobalImport => "a global",
        TableImport => "a table",
        _ => "a tag",
    };

    internal static string Format(ValueKind kind) => kind switch
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

    private static string Join(IEnumerable<ValueKind> kinds) => string.Join(' ', kinds.Select(Format));
}
