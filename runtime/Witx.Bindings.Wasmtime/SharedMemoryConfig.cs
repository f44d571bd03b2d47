using System;
using Wasmtime;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime;

/// <summary>The setting of Wasmtime that engines for guests with threads need and that Wasmtime .NET does not have.</summary>
public static class SharedMemoryConfig
{
    /// <summary>Sets whether <see cref="SharedMemory"/> can be made. Guests also need <see cref="Config.WithWasmThreads"/>.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="enable">Whether it can.</param>
    /// <returns>The configuration.</returns>
    public static Config WithSharedMemory(this Config config, bool enable)
    {
        ArgumentNullException.ThrowIfNull(config);
        Libwasmtime.wasmtime_config_shared_memory_set(WasmtimeInternals.Handle(config).DangerousGetHandle(), enable);
        GC.KeepAlive(config);
        return config;
    }
}
