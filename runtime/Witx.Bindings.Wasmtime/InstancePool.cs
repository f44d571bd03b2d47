using System;
using Wasmtime;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime;

/// <summary>Extends <see cref="Config"/> by Wasmtime's pooling instance allocator, which Wasmtime .NET does not expose.</summary>
public static class InstancePool
{
    // A compiler as a guest has tens of thousands of functions in its table. All tables of a pool have one size, which reserves address
    // space but uses memory only for the elements that a guest touches.
    private const nuint TableElements = 1 << 20;

    /// <summary>Selects the pooling allocator: the engine reserves memories and tables once and reuses them for later instances.</summary>
    /// <param name="config">The configuration of the engine.</param>
    /// <param name="instances">
    /// The maximum number of instances that exist at the same time. Creating more throws <see cref="WasmtimeException"/>.
    /// </param>
    /// <returns>The same configuration, for chaining.</returns>
    /// <remarks>
    /// Without the pool, each instance maps and unmaps its memory. With it, instances start faster, and threads that start instances do not
    /// contend for the lock on the process's memory mappings. The pool reserves about 4 GiB of address space, not memory, for each
    /// instance. The engine compiles only modules with at most one memory and at most one table of 2^20 elements. Shared memories are not
    /// pooled.
    /// </remarks>
    public static Config WithInstancePool(this Config config, int instances)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(instances);
        nint pool = Libwasmtime.wasmtime_pooling_allocation_config_new();
        Libwasmtime.wasmtime_pooling_allocation_config_total_core_instances_set(pool, (uint)instances);
        Libwasmtime.wasmtime_pooling_allocation_config_total_memories_set(pool, (uint)instances);
        Libwasmtime.wasmtime_pooling_allocation_config_total_tables_set(pool, (uint)instances);
        Libwasmtime.wasmtime_pooling_allocation_config_table_elements_set(pool, TableElements);
        Libwasmtime.wasmtime_pooling_allocation_strategy_set(WasmtimeInternals.Handle(config).DangerousGetHandle(), pool);
        Libwasmtime.wasmtime_pooling_allocation_config_delete(pool);
        GC.KeepAlive(config);
        return config;
    }
}
