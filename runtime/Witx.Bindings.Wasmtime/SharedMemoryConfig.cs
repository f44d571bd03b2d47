using System;
using Wasmtime;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime;

/// <summary>Extends <see cref="Config"/> by the option for shared memory, which Wasmtime .NET does not expose.</summary>
public static class SharedMemoryConfig
{
    /// <summary>
    /// Enables or disables <see cref="SharedMemory"/>. Guests with threads also need <see cref="Config.WithWasmThreads"/>.
    /// </summary>
    /// <param name="config">The configuration of the engine.</param>
    /// <param name="enable">True to allow shared memories, false to disallow them.</param>
    /// <returns>The same configuration, for chaining.</returns>
    public static Config WithSharedMemory(this Config config, bool enable)
    {
        ArgumentNullException.ThrowIfNull(config);
        Libwasmtime.wasmtime_config_shared_memory_set(WasmtimeInternals.Handle(config).DangerousGetHandle(), enable);
        GC.KeepAlive(config);
        return config;
    }
}
