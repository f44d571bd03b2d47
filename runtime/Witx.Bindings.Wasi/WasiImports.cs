using System;
using System.Diagnostics.Metrics;
using Witx.Bindings.Wasi.Programs;
using Witx.Bindings.Wasi.SystemCalls;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>Offers WASI to guests.</summary>
public static class WasiImports
{
    /// <summary>Offers a process's system calls, under every import module name that they are known by.</summary>
    /// <param name="imports">What the guest may import.</param>
    /// <param name="process">The process that the guest is to be. It serves one instance, on one thread.</param>
    /// <returns>These imports.</returns>
    public static HostImports AddWasi(this HostImports imports, WasiProcess process)
    {
        ArgumentNullException.ThrowIfNull(imports);
        ArgumentNullException.ThrowIfNull(process);
        return SystemCallModules.Add(imports, process);
    }

    /// <summary>
    /// Counts the calls of guests by the meter <c>Witx.Bindings.Wasi</c>: <c>wasi.calls</c> by <c>function</c>, <c>wasi.errors</c> by
    /// <c>function</c> and <c>errno</c>, <c>wasi.bytes</c> by <c>direction</c>, which is <c>read</c> or <c>write</c>.
    /// </summary>
    /// <param name="imports">What the guest may import.</param>
    /// <param name="meters">Whose meter it is; null is the one that every listener of this .NET process finds.</param>
    /// <returns>These imports.</returns>
    /// <remarks><see cref="WasiHost"/> does it by itself in every run that starts while someone listens; without it calls cost what they cost.</remarks>
    public static HostImports AddMetrics(this HostImports imports, IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(imports);
        return imports.Intercept(WasiMeter.Create(meters).Intercept);
    }
}
