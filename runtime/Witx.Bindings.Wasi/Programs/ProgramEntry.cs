using System.Collections.Generic;
using System.Linq;
using Wasmtime;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>Checks whether a module is a command, which exports <c>_start</c>, or a reactor or library, which does not.</summary>
/// <remarks>https://github.com/WebAssembly/WASI/blob/main/legacy/application-abi.md</remarks>
internal static class ProgramEntry
{
    private const string Start = "_start";
    private const string Initialize = "_initialize";

    /// <summary>Returns the reason why a module cannot be run as a command, as sentences for an exception; null if it can.</summary>
    internal static string? GetCommandError(Module module) => Find(module, Start) switch
    {
        not null and var start => GetTypeError(module, start),
        null when Find(module, Initialize) is not null =>
            $"'{module.Name}' is a reactor: it exports '{Initialize}' and no '{Start}'. "
            + $"Call its exports through '{nameof(WasiProgram)}.{nameof(WasiProgram.Instantiate)}'.",
        null =>
            $"'{module.Name}' is a library: it exports no function '{Start}'. "
            + $"Call its exports through '{nameof(WasiProgram)}.{nameof(WasiProgram.Instantiate)}'.",
    };

    /// <summary>Returns the reason why a module cannot be used as a reactor or library; null if it can.</summary>
    internal static string? GetInstanceError(Module module) =>
        Find(module, Start) is not null
            ? $"'{module.Name}' is a command: it exports '{Start}'. Run it with '{nameof(WasiProgram)}.{nameof(WasiProgram.Run)}'."
            : Find(module, Initialize) is { } initialize ? GetTypeError(module, initialize)
            : null;

    /// <summary>True if a module exports <c>_initialize</c>.</summary>
    internal static bool HasInitializer(Module module) => Find(module, Initialize) is not null;

    private static Export? Find(Module module, string name) => module.Exports.FirstOrDefault(export => export.Name == name);

    private static string? GetTypeError(Module module, Export export) => export switch
    {
        FunctionExport { Parameters.Count: 0, Results.Count: 0 } => null,
        FunctionExport function =>
            $"The export '{export.Name}' of '{module.Name}' takes {FormatCount(function.Parameters)} and returns "
            + $"{FormatCount(function.Results)}. It must take and return nothing.",
        _ => $"The export '{export.Name}' of '{module.Name}' is not a function.",
    };

    private static string FormatCount(IReadOnlyCollection<ValueKind> values) => values.Count == 1 ? "1 value" : $"{values.Count} values";
}
