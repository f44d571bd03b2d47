using System;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>The import modules of WASI, and the objects that implement their system calls for a process.</summary>
internal static class SystemCallModules
{
    /// <summary>Adds the modules of WASI, under every name that guests import them by, and then the hosts of the process.</summary>
    /// <remarks>The thread becomes the <see cref="HostImports.State"/> of the imports.</remarks>
    /// <param name="imports">The imports of the guest.</param>
    /// <param name="thread">The thread of the guest.</param>
    /// <param name="hasWasix">False to add only <c>wasi_unstable</c> and <c>wasi_snapshot_preview1</c> of WASI.</param>
    /// <param name="hasPreview0">False to omit <c>wasi_unstable</c>.</param>
    internal static HostImports Add(HostImports imports, WasiThread thread, bool hasWasix = true, bool hasPreview0 = true)
    {
        imports.State = thread;
        if (hasPreview0)
        {
            _ = imports.Add(WithSignals(thread, new Preview0(thread)));
        }

        _ = imports.Add(WithSignals(thread, new Preview1(thread, Personality.Preview)));
        if (hasWasix)
        {
            AddWasix(imports, thread);
        }

        foreach ((IHostModule host, string? module) in thread.Process.Hosts)
        {
            _ = module is null ? imports.Add(host) : imports.Add(host, module);
        }

        return imports;
    }

    /// <summary>True if a module name belongs to WASIX or its predecessors.</summary>
    internal static bool IsWasix(string module) => module is "wasi" || module.StartsWith("wasix_", StringComparison.Ordinal);

    private static void AddWasix(HostImports imports, WasiThread thread)
    {
        WasiThreads threads = new(thread);
        WasixSignals signals = new(thread);
        _ = imports
            .Add(WithSignals(thread, new Preview1(thread, Personality.Wasix)), "wasix_32v1")
            .Add(WithSignals(thread, new Wasix(thread)))
            .Add(WithSignals(thread, new WasixExt(thread)))
            .Add(WithSignals(thread, new WasixEarly(thread)))
            .Add(WithSignals(thread, new Preview1Memory64(thread)), "wasix_64v1")
            .Add(WithSignals(thread, new WasixMemory64(thread)), "wasix_64v1")
            .Add(WithSignals(thread, new WasixExtMemory64(thread)), "wasix_64v1")
            .Add(WithSignals(thread, signals))
            .Add(WithSignals(thread, signals), "wasix_64v1");
        _ = imports.Add(WithSignals(thread, threads)).Add(WithSignals(thread, threads), "wasi_snapshot_preview1");
        if (thread.Process.HandlesSignals)
        {
            _ = imports.Add(WithSignals(thread, signals), "wasi_snapshot_preview1");
        }
    }

    private static IHostModule WithSignals(WasiThread thread, IHostModule host) =>
        thread.Process.HandlesSignals ? new SignalDeliveringHost(host, thread.Signals) : host;
}
