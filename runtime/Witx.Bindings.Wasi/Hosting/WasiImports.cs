using System;
using System.Diagnostics.Metrics;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>Offers WASI to guests.</summary>
public static class WasiImports
{
    /// <summary>Offers a process's system calls, under every import module name that they are known by.</summary>
    /// <param name="imports">What the guest may import.</param>
    /// <param name="process">The process that the guest is to be. It serves one instance, on one thread.</param>
    /// <returns>These imports.</returns>
    public static HostImports Add(this HostImports imports, WasiProcess process)
    {
        ArgumentNullException.ThrowIfNull(imports);
        ArgumentNullException.ThrowIfNull(process);
        WasiThread thread = process.MainThread;
        WasixSignals signals = new(thread);
        _ = imports
            .AddPreviews(process)
            .Add(For(process, new Preview1(thread, Personality.Wasix)), "wasix_32v1")
            .Add(For(process, new Wasix(thread)))
            .Add(For(process, new WasixExt(thread)))
            .Add(For(process, new WasixEarly(thread)))
            .Add(For(process, new WidePreview1(thread)), "wasix_64v1")
            .Add(For(process, new WideWasix(thread)), "wasix_64v1")
            .Add(For(process, new WideWasixExt(thread)), "wasix_64v1")
            .Add(For(process, signals))
            .Add(For(process, signals), "wasix_64v1");
        return process.HandlesSignals ? imports.Add(For(process, signals), "wasi_snapshot_preview1") : imports;
    }

    /// <summary>
    /// Counts the calls of guests by the meter <c>Witx.Bindings.Wasi</c>: <c>wasi.calls</c> by <c>function</c>, <c>wasi.errors</c> by
    /// <c>function</c> and <c>errno</c>, <c>wasi.bytes</c> by <c>direction</c>, which is <c>read</c> or <c>write</c>.
    /// </summary>
    /// <param name="imports">What the guest may import.</param>
    /// <param name="meters">Whose meter it is; null is the one that every listener of this .NET process finds.</param>
    /// <returns>These imports.</returns>
    /// <remarks><see cref="WasiHost"/> does it by itself in every run that starts while someone listens; without it calls cost what they cost.</remarks>
    public static HostImports Count(this HostImports imports, IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(imports);
        return imports.Intercept(WasiMeter.Of(meters).Intercept);
    }

    /// <summary>Offers the previews' system calls of a process.</summary>
    internal static HostImports AddPreviews(this HostImports imports, WasiProcess process)
    {
        foreach (IHostModule host in Previews(process))
        {
            _ = imports.Add(host);
        }

        return imports;
    }

    /// <summary>The hosts of the previews, in one order.</summary>
    internal static IHostModule[] Previews(WasiProcess process) =>
        [For(process, new Preview0(process.MainThread)), For(process, new Preview1(process.MainThread, Personality.Preview))];

    /// <summary>Whether an import module is preview 1 or the one before.</summary>
    internal static bool IsOfPreviews(string module) => module is "wasi_unstable" or "wasi_snapshot_preview1";

    private static IHostModule For(WasiProcess process, IHostModule host) =>
        process.HandlesSignals ? new SignalledHost(host, process.MainThread.Signals) : host;
}
