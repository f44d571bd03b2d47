using Witx.Bindings.Glue;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>The import modules of WASI, and the objects that implement their system calls for a process.</summary>
internal static class SystemCallModules
{
    /// <summary>Adds all modules, under every name that guests import them by.</summary>
    /// <param name="imports">The imports of the guest.</param>
    /// <param name="process">The process of the guest.</param>
    internal static HostImports Add(HostImports imports, WasiProcess process)
    {
        WasiThread thread = process.MainThread;
        WasixSignals signals = new(thread);
        _ = AddPreviews(imports, process)
            .Add(WithSignals(process, new Preview1(thread, Personality.Wasix)), "wasix_32v1")
            .Add(WithSignals(process, new Wasix(thread)))
            .Add(WithSignals(process, new WasixExt(thread)))
            .Add(WithSignals(process, new WasixEarly(thread)))
            .Add(WithSignals(process, new Preview1Memory64(thread)), "wasix_64v1")
            .Add(WithSignals(process, new WasixMemory64(thread)), "wasix_64v1")
            .Add(WithSignals(process, new WasixExtMemory64(thread)), "wasix_64v1")
            .Add(WithSignals(process, signals))
            .Add(WithSignals(process, signals), "wasix_64v1");
        return process.HandlesSignals ? imports.Add(WithSignals(process, signals), "wasi_snapshot_preview1") : imports;
    }

    /// <summary>Adds <c>wasi_unstable</c> and <c>wasi_snapshot_preview1</c> only.</summary>
    /// <param name="imports">The imports of the guest.</param>
    /// <param name="process">The process of the guest.</param>
    internal static HostImports AddPreviews(HostImports imports, WasiProcess process)
    {
        foreach (IHostModule host in CreatePreviews(process))
        {
            _ = imports.Add(host);
        }

        return imports;
    }

    /// <summary>Creates the objects that <see cref="AddPreviews"/> adds, in the same order.</summary>
    internal static IHostModule[] CreatePreviews(WasiProcess process) =>
    [
        WithSignals(process, new Preview0(process.MainThread)),
        WithSignals(process, new Preview1(process.MainThread, Personality.Preview)),
    ];

    /// <summary>True if a module name is one that <see cref="AddPreviews"/> adds.</summary>
    internal static bool IsPreview(string module) => module is "wasi_unstable" or "wasi_snapshot_preview1";

    private static IHostModule WithSignals(WasiProcess process, IHostModule host) =>
        process.HandlesSignals ? new SignalDeliveringHost(host, process.MainThread.Signals) : host;
}
