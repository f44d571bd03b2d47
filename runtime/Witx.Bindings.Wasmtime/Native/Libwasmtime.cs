using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasmtime.Native;

/// <summary>
/// The functions of Wasmtime's C API that Wasmtime .NET does not offer in this form. Errors and traps come back owned;
/// <see cref="Calls.Trap"/> takes them.
/// </summary>
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
    internal static partial void wasmtime_func_new_unchecked(
        nint context,
        nint type,
        delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, nint> callback,
        nint environment,
        delegate* unmanaged[Cdecl]<nint, void> finalizer,
        FunctionHandle* function);

    [LibraryImport(Library)]
    internal static partial nint wasmtime_func_call_unchecked(nint context, FunctionHandle* function, byte* values, nuint count, nint* trap);

    [LibraryImport(Library)]
    internal static partial nint wasmtime_instance_new(
        nint context, nint module, Extern* imports, nuint count, InstanceHandle* instance, nint* trap);

    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool wasmtime_instance_export_get(
        nint context, InstanceHandle* instance, byte* name, nuint length, Extern* item);

    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool wasmtime_caller_export_get(nint caller, byte* name, nuint length, Extern* item);

    [LibraryImport(Library)]
    internal static partial void wasmtime_extern_delete(Extern* item);

    [LibraryImport(Library)]
    internal static partial nint wasmtime_sharedmemory_clone(SharedMemoryHandle memory);

    [LibraryImport(Library)]
    internal static partial void wasmtime_sharedmemory_delete(nint memory);

    [LibraryImport(Library)]
    internal static partial nint wasmtime_trap_new(byte* message, nuint length);

    [LibraryImport(Library)]
    internal static partial void wasmtime_error_delete(nint error);

    // A few instructions each, which neither block nor call back: the switch of the collector's mode would cost more than they do.
    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial nint wasmtime_caller_context(nint caller);

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
