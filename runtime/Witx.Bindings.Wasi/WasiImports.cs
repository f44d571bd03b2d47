using System;
using Witx.Bindings.Wasi.Programs;
using Witx.Bindings.Wasi.SystemCalls;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>Extension methods that add a WASI process to the imports of a guest.</summary>
public static class WasiImports
{
    /// <summary>
    /// Adds the WASI system calls of a process under every import module name that guests use for them, and everything else in the options
    /// of the process that belongs to the imports: its hosts, its interceptors and its meter.
    /// </summary>
    /// <param name="imports">The imports to add to.</param>
    /// <param name="process">The process that serves the calls. Use it for one instance, on one thread.</param>
    /// <returns><paramref name="imports"/>, for chaining.</returns>
    /// <remarks>
    /// The modules of WASI are <c>wasi_snapshot_preview1</c>, <c>wasi_unstable</c>, and those of WASIX such as <c>wasix_32v1</c>.
    /// Interceptors wrap all functions of <paramref name="imports"/>. For <see cref="WasiCalls"/>, the process becomes their
    /// <see cref="HostImports.State"/>.
    /// </remarks>
    public static HostImports AddWasi(this HostImports imports, WasiProcess process)
    {
        ArgumentNullException.ThrowIfNull(imports);
        ArgumentNullException.ThrowIfNull(process);
        SystemCallModules.Add(imports, process.MainThread);
        foreach (HostInterceptor interceptor in GuestInterceptors.Create(process, WasiMeasures.None))
        {
            _ = imports.Intercept(interceptor);
        }

        return imports;
    }
}
