using System.Collections.Generic;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Wasmtime.Native;

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

    private static string Join(IEnumerable<ValueKind> kinds) => string.Join(' ', kinds.Select(ValueKinds.ToText));
}
