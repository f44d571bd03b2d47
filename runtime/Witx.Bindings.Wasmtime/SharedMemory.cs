using System;
using Wasmtime;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime;

/// <summary>
/// A linear memory that instances in different stores, on different threads, import together: the memory of guests with threads.
/// </summary>
/// <remarks>
/// The engine must have been made with <see cref="SharedMemoryConfig.WithSharedMemory"/>. The bytes live until the last instance is gone,
/// and this object.
/// </remarks>
public sealed unsafe class SharedMemory : IDisposable
{
    /// <summary>Creates a memory of zeros.</summary>
    /// <param name="engine">The engine of the stores that it is for.</param>
    /// <param name="minimum">The length at first, in pages of 64 KiB.</param>
    /// <param name="maximum">The length up to which it may grow, in pages. The addresses are reserved at once.</param>
    /// <param name="is64Bit">Whether its addresses have 64 bits.</param>
    /// <exception cref="WasmtimeException">The engine does not offer shared memory, or cannot reserve as much.</exception>
    public SharedMemory(Engine engine, uint minimum, uint maximum, bool is64Bit = false)
    {
        ArgumentNullException.ThrowIfNull(engine);
        nint type;
        Calls.HostTrap.ThrowIfAny(
            Libwasmtime.wasmtime_memorytype_new(minimum, hasMaximum: true, maximum, is64Bit, shared: true, pageSizeLog2: 16, &type), 0);
        nint memory;
        nint error = Libwasmtime.wasmtime_sharedmemory_new(WasmtimeInternals.Handle(engine).DangerousGetHandle(), type, &memory);
        Libwasmtime.wasm_memorytype_delete(type);
        GC.KeepAlive(engine);
        Calls.HostTrap.ThrowIfAny(error, 0);
        Handle = new SharedMemoryHandle(memory);
    }

    /// <summary>The memory as long as it is now. Other threads may change the bytes, and make it longer but never shorter.</summary>
    public GuestMemory Memory => Handle.Open();

    internal SharedMemoryHandle Handle { get; }

    /// <summary>Whether a memory that a module imports is to be a shared one, which Wasmtime .NET does not tell.</summary>
    /// <param name="module">The module.</param>
    /// <param name="import">The import, of that module.</param>
    public static bool IsImportedBy(Module module, MemoryImport import)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(import);
        int index = 0;
        while (index < module.Imports.Count && (module.Imports[index].ModuleName, module.Imports[index].Name) != (import.ModuleName, import.Name))
        {
            index++;
        }

        ImportTypes imports;
        Libwasmtime.wasmtime_module_imports(WasmtimeInternals.Handle(module).DangerousGetHandle(), &imports);
        nint memory = (nuint)index < imports.Count
            ? Libwasmtime.wasm_externtype_as_memorytype_const(Libwasmtime.wasm_importtype_type(imports.Items[index]))
            : 0;
        bool shared = memory != 0 && Libwasmtime.wasmtime_memorytype_isshared(memory);
        Libwasmtime.wasm_importtype_vec_delete(&imports);
        GC.KeepAlive(module);
        return shared;
    }

    /// <summary>Lets the memory go. Instances that import it keep it. Views that this object opened must not be used any more.</summary>
    public void Dispose() => Handle.Dispose();
}
