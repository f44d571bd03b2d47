using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Wasmtime;

namespace Witx.Bindings.Tool;

/// <summary>Finds the proposals beyond WebAssembly 1.0 that a module uses: it is not valid for an engine without one of them.</summary>
internal static class ModuleProposals
{
    // A proposal is disabled together with the one that builds on it, so that one comes first: if it is used, it implies its basis.
    private static readonly ImmutableArray<(string Name, string? Extension, Func<Config, Config> Disable)> s_proposals =
    [
        ("exception handling", null, static config => config.WithExceptions(false)),
        ("garbage collection", null, static config => config.WithGc(false)),
        ("function references", "garbage collection", static config => config.WithFunctionReferences(false).WithGc(false)),
        ("tail calls", null, static config => config.WithTailCalls(false)),
        ("threads", null, static config => config.WithWasmThreads(false)),
        ("64-bit memory", null, static config => config.WithMemory64(false)),
        ("relaxed SIMD", null, static config => config.WithRelaxedSIMD(false, false)),
        ("SIMD", "relaxed SIMD", static config => config.WithRelaxedSIMD(false, false).WithSIMD(false)),
        ("multiple values", null, static config => config.WithMultiValue(false)),
        ("bulk memory", null, static config => config.WithBulkMemory(false)),
    ];

    /// <summary>Lists the names of the proposals that a module uses.</summary>
    /// <param name="module">A valid module in the binary format.</param>
    public static IReadOnlyList<string> Find(ReadOnlySpan<byte> module)
    {
        List<string> used = [];
        foreach ((string name, string? extension, Func<Config, Config> disable) in s_proposals)
        {
            if (extension is null || !used.Contains(extension))
            {
                using Engine engine = new(disable(new Config().WithWasmThreads(true)));
                if (Module.Validate(engine, module) is not null)
                {
                    used.Add(name);
                }
            }
        }

        return used;
    }
}
