using System.Collections.Generic;
using System.Linq;
using Wasmtime;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>Checks that a module is a command: it exports a function <c>_start</c> that takes and returns nothing.</summary>
/// <remarks>https://github.com/WebAssembly/WASI/blob/main/legacy/application-abi.md</remarks>
internal static class CommandEntry
{
    /// <summary>Checks a module.</summary>
    /// <returns>The reason why the module cannot be run, as sentences for an exception; null if it is a command.</returns>
    internal static string? GetError(Module module)
    {
        IReadOnlyList<Export> exports = module.Exports;
        return exports.FirstOrDefault(static export => export.Name == "_start") switch
        {
            FunctionExport { Parameters.Count: 0, Results.Count: 0 } => null,
            FunctionExport start =>
                $"The export '_start' of '{module.Name}' takes {FormatCount(start.Parameters)} and returns {FormatCount(start.Results)}. "
                + "The '_start' of a command takes and returns nothing.",
            not null => $"The export '_start' of '{module.Name}' is not a function.",
            null when exports.Any(static export => export.Name == "_initialize") =>
                $"'{module.Name}' is a reactor: it exports '_initialize' and no '_start'. Only commands can be run.",
            null => $"'{module.Name}' is a library: it exports no function '_start'. Only commands can be run.",
        };
    }

    private static string FormatCount(IReadOnlyCollection<ValueKind> values) => values.Count == 1 ? "1 value" : $"{values.Count} values";
}
