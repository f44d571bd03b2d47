using System;
using System.Diagnostics.Metrics;
using Witx.Bindings.Wasi.Programs;
using Witx.Bindings.Wasi.SystemCalls;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>Extension methods that add WASI, and metrics about its use, to the imports of a guest.</summary>
public static class WasiImports
{
    /// <summary>Adds the WASI system calls of a process, under every import module name that guests use for them.</summary>
    /// <param name="imports">The imports to add to.</param>
    /// <param name="process">The process that serves the calls. Use it for one instance, on one thread.</param>
    /// <returns><paramref name="imports"/>, for chaining.</returns>
    /// <remarks>
    /// The modules are <c>wasi_snapshot_preview1</c>, <c>wasi_unstable</c>, and those of WASIX such as <c>wasix_32v1</c>.
    /// </remarks>
    public static HostImports AddWasi(this HostImports imports, WasiProcess process)
    {
        ArgumentNullException.ThrowIfNull(imports);
        ArgumentNullException.ThrowIfNull(process);
        return SystemCallModules.Add(imports, process);
    }

    /// <summary>Counts the calls of guests with the <see cref="Meter"/> named <c>Witx.Bindings.Wasi</c>.</summary>
    /// <param name="imports">The imports whose functions are counted.</param>
    /// <param name="meters">The factory that creates the meter, or null for one meter that all runs of this .NET process share.</param>
    /// <returns><paramref name="imports"/>, for chaining.</returns>
    /// <remarks>
    /// <para>
    /// The counters are <c>wasi.calls</c> (tag <c>function</c>), <c>wasi.errors</c> (tags <c>function</c> and <c>errno</c>) and
    /// <c>wasi.bytes</c> (tag <c>direction</c>: <c>read</c> or <c>write</c>).
    /// </para>
    /// <para>
    /// <see cref="WasiHost"/> adds the counters itself to each run that starts while a listener is attached; do not call this method
    /// for its runs.
    /// </para>
    /// </remarks>
    public static HostImports AddMetrics(this HostImports imports, IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(imports);
        return imports.Intercept(WasiMeter.Create(meters).Intercept);
    }
}
