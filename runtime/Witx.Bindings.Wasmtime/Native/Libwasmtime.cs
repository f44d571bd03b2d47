using System;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasmtime.Native;

/// <summary>Functions of Wasmtime's C API that Wasmtime .NET does not expose in this form: https://docs.wasmtime.dev/c-api/.</summary>
/// <remarks>The caller owns errors and traps that they return. <see cref="HostTrap"/> takes ownership.</remarks>
internal static unsafe partial class Libwasmtime
{
    private const string Library = "wasmtime";

    [LibraryImport(Library)]
    internal static partial nint wasm_valtype_new(byte kind);

    [LibraryImport(Library)]
    internal static partial void wasm_valtype_vec_new(ValueTypes* vector, nuint count, nint* types);

    [LibraryImport(Library)]
    internal static partial nint wasm_functype_new(ValueTypes* parameters, ValueTypes* results);

    [LibraryImport(Library)]
    internal static partial void wasm_functype_delete(nint type);

    [LibraryImport(Library)]
    internal static partial ValueTypes* wasm_functype_params(nint type);

    [LibraryImport(Library)]
    internal static partial ValueTypes* wasm_functype_results(nint type);

    [LibraryImport(Library)]
    internal static partial nint wasmtime_func_type(nint context, FunctionHandle* function);

    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool wasmtime_table_get(nint context, TableHandle* table, ulong index, Value* value);

    [LibraryImport(Library)]
    internal static partial void wasmtime_val_unroot(Value* value);

    [LibraryImport(Library)]
    internal static partial void wasmtime_func_new_unchecked(
        nint context,
        nint type,
        delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, nint> callback,
        nint environment,
        delegate* unmanaged[Cdecl]<nint, void> finalizer,
        FunctionHandle* function);

    [LibraryImport(Library)]
    internal static partial nint wasmtime_linker_new(nint engine);

    [LibraryImport(Library)]
    internal static partial nint wasmtime_linker_clone(nint linker);

    [LibraryImport(Library)]
    internal static partial void wasmtime_linker_delete(nint linker);

    [LibraryImport(Library)]
    internal static partial void wasmtime_linker_allow_shadowing(nint linker, [MarshalAs(UnmanagedType.U1)] bool allow);

    [LibraryImport(Library)]
    internal static partial nint wasmtime_linker_define(
        nint linker,
        nint context,
        ReadOnlySpan<byte> module,
        nuint moduleLength,
        ReadOnlySpan<byte> name,
        nuint nameLength,
        Extern* item);

    [LibraryImport(Library)]
    internal static partial nint wasmtime_linker_define_func_unchecked(
        nint linker,
        ReadOnlySpan<byte> module,
        nuint moduleLength,
        ReadOnlySpan<byte> name,
        nuint nameLength,
        nint type,
        delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, nint> callback,
        nint environment,
        delegate* unmanaged[Cdecl]<nint, void> finalizer);

    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool wasmtime_linker_get(
        nint linker,
        nint context,
        ReadOnlySpan<byte> module,
        nuint moduleLength,
        ReadOnlySpan<byte> name,
        nuint nameLength,
        Extern* item);

    [LibraryImport(Library)]
    internal static partial nint wasmtime_linker_instantiate_pre(nint linker, nint module, nint* prepared);

    [LibraryImport(Library)]
    internal static partial nint wasmtime_instance_pre_instantiate(
        PreparedHandle prepared, nint context, InstanceHandle* instance, nint* trap);

    [LibraryImport(Library)]
    internal static partial void wasmtime_instance_pre_delete(nint prepared);

    [LibraryImport(Library)]
    internal static partial nint wasmtime_func_call_unchecked(
        nint context, FunctionHandle* function, byte* values, nuint count, nint* trap);

    [LibraryImport(Library)]
    internal static partial nint wasmtime_instance_new(
        nint context, nint module, Extern* imports, nuint count, InstanceHandle* instance, nint* trap);

    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool wasmtime_instance_export_get(
        nint context, InstanceHandle* instance, ReadOnlySpan<byte> name, nuint length, Extern* item);

    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool wasmtime_caller_export_get(nint caller, ReadOnlySpan<byte> name, nuint length, Extern* item);

    [LibraryImport(Library)]
    internal static partial void wasmtime_extern_delete(Extern* item);

    [LibraryImport(Library)]
    internal static partial void wasmtime_config_shared_memory_set(nint config, [MarshalAs(UnmanagedType.U1)] bool enable);

    [LibraryImport(Library)]
    internal static partial nint wasmtime_pooling_allocation_config_new();

    [LibraryImport(Library)]
    internal static partial void wasmtime_pooling_allocation_config_delete(nint pool);

    [LibraryImport(Library)]
    internal static partial void wasmtime_pooling_allocation_config_total_core_instances_set(nint pool, uint count);

    [LibraryImport(Library)]
    internal static partial void wasmtime_pooling_allocation_config_total_memories_set(nint pool, uint count);

    [LibraryImport(Library)]
    internal static partial void wasmtime_pooling_allocation_config_total_tables_set(nint pool, uint count);

    [LibraryImport(Library)]
    internal static partial void wasmtime_pooling_allocation_config_table_elements_set(nint pool, nuint count);

    [LibraryImport(Library)]
    internal static partial void wasmtime_pooling_allocation_strategy_set(nint config, nint pool);

    [LibraryImport(Library)]
    internal static partial void wasmtime_module_imports(nint module, ImportTypes* imports);

    [LibraryImport(Library)]
    internal static partial void wasm_importtype_vec_delete(ImportTypes* imports);

    [LibraryImport(Library)]
    internal static partial nint wasm_importtype_type(nint import);

    [LibraryImport(Library)]
    internal static partial nint wasm_externtype_as_memorytype_const(nint type);

    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool wasmtime_memorytype_isshared(nint type);

    [LibraryImport(Library)]
    internal static partial nint wasmtime_memorytype_new(
        ulong minimum,
        [MarshalAs(UnmanagedType.U1)] bool hasMaximum,
        ulong maximum,
        [MarshalAs(UnmanagedType.U1)] bool is64,
        [MarshalAs(UnmanagedType.U1)] bool shared,
        byte pageSizeLog2,
        nint* type);

    [LibraryImport(Library)]
    internal static partial void wasm_memorytype_delete(nint type);

    [LibraryImport(Library)]
    internal static partial nint wasmtime_sharedmemory_new(nint engine, nint type, nint* memory);

    [LibraryImport(Library)]
    internal static partial nint wasmtime_sharedmemory_clone(nint memory);

    [LibraryImport(Library)]
    internal static partial nint wasmtime_sharedmemory_grow(nint memory, ulong delta, ulong* previous);

    [LibraryImport(Library)]
    internal static partial void wasmtime_sharedmemory_delete(nint memory);

    [LibraryImport(Library)]
    internal static partial nint wasmtime_trap_new(ReadOnlySpan<byte> message, nuint length);

    [LibraryImport(Library)]
    internal static partial void wasmtime_error_delete(nint error);

    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool wasmtime_context_take_exception(nint context, ExceptionReference* exception);

    [LibraryImport(Library)]
    internal static partial nint wasmtime_context_set_exception(nint context, ExceptionReference* exception);

    [LibraryImport(Library)]
    internal static partial void wasmtime_exnref_unroot(ExceptionReference* exception);

    // SuppressGCTransition: these functions run a few instructions and neither block nor call back, so the transition would dominate.
    [LibraryImport(Library)]
    [SuppressGCTransition]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool wasmtime_wasm_valtype_equal(nint type, nint other);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial nint wasmtime_caller_context(nint caller);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool wasmtime_context_has_exception(nint context);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial nint wasmtime_context_get_data(nint context);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial byte* wasmtime_memory_data(nint context, MemoryHandle* memory);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial nuint wasmtime_memory_data_size(nint context, MemoryHandle* memory);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial byte* wasmtime_sharedmemory_data(nint memory);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial nuint wasmtime_sharedmemory_data_size(nint memory);
}
