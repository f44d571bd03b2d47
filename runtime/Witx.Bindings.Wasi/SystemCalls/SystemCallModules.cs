using System;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>The import modules of WASI, and the objects that implement their system calls for a process.</summary>
internal static class SystemCallModules
{
    /// <summary>Adds the modules of WASI, under every name that guests import them by, and then the hosts of the process.</summary>
    /// <param name="imports">The imports of the guest.</param>
    /// <param name="process">The process of the guest.</param>
    /// <param name="hasWasix">False to add only <c>wasi_unstable</c> and <c>wasi_snapshot_preview1</c> of WASI.</param>
    internal static HostImports Add(HostImports imports, WasiProcess process, bool hasWasix = true)
    {
        WasiThread thread = process.MainThread;
        _ = imports
            .Add(WithSignals(process, new Preview0(thread)))
            .Add(WithSignals(process, new Preview1(thread, Personality.Preview)));
        if (hasWasix)
        {
            AddWasix(imports, process);
        }

        foreach ((IHostModule host, string? module) in process.Hosts)
        {
            _ = module is null ? imports.Add(host) : imports.Add(host, module);
        }

        return imports;
    }

    /// <summary>True if a module name belongs to WASIX or its predecessors.</summary>
    internal static bool IsWasix(string module) => module is "wasi" || module.StartsWith("wasix_", StringComparison.Ordinal);

    private static void AddWasix(HostImports imports, WasiProcess process)
    {
        WasiThread thread = process.MainThread;
        WasixSignals signals = new(thread);
        _ = imports
            .Add(WithSignals(process, new Preview1(thread, Personality.Wasix)), "wasix_32v1")
            .Add(WithSignals(process, new Wasix(thread)))
            .Add(WithSignals(process, new WasixExt(thread)))
            .Add(WithSignals(process, new WasixEarly(thread)))
            .Add(WithSignals(process, new Preview1Memory64(thread)), "wasix_64v1")
            .Add(WithSignals(process, new WasixMemory64(thread)), "wasix_64v1")
            .Add(WithSignals(process, new WasixExtMemory64(thread)), "wasix_64v1")
            .Add(WithSignals(process, signals))
            .Add(WithSignals(process, signals), "wasix_64v1");
        if (process.HandlesSignals)
        {
            _ = imports.Add(WithSignals(process, signals), "wasi_snapshot_preview1");
        }
    }

    private static IHostModule WithSignals(WasiProcess process, IHostModule host) =>
        process.HandlesSignals ? new SignalDeliveringHost(host, process.MainThread.Signals) : host;
}
