using System;
using Wasmtime;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime;

/// <summary>The setting of Wasmtime by which an engine keeps room for instances ready, and that Wasmtime .NET does not have.</summary>
public static class InstancePool
{
    // Compilers have tens of thousands of functions in their table, and a pool has one size for all: of address space, most of it never touched.
    private const nuint TableElements = 1 << 20;

    /// <summary>
    /// Has an engine reserve the memories and tables of its instances once and give them out again and again, in place of mapping them for each
    /// instance and unmapping them after it: starts take less time, and threads that start instances do not wait for the process's one list
    /// of mappings.
    /// </summary>
    /// <param name="config">The configuration.</param>
    /// <param name="instances">How many instances there can be at a time. Making one more fails, as <see cref="WasmtimeException"/> tells.</param>
    /// <returns>The configuration.</returns>
    /// <remarks>
    /// It takes address space, some 4 GiB an instance, not memory. A module has one memory at most, and one table of at most a million
    /// elements; another one is not compiled. A memory that is shared comes from elsewhere.
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
