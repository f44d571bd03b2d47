using System;
using Wasmtime;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime;

/// <summary>A linear memory that instances in several stores, on several threads, can import: the memory of a guest with threads.</summary>
/// <remarks>
/// The engine must be configured with <see cref="SharedMemoryConfig.WithSharedMemory"/>. The memory is freed after this object and all
/// instances that import it are disposed.
/// </remarks>
public sealed unsafe class SharedMemory : IDisposable
{
    /// <summary>Creates a shared memory that is filled with zeros.</summary>
    /// <param name="engine">The engine of the stores that will use the memory.</param>
    /// <param name="minimum">The initial length, in pages of 64 KiB.</param>
    /// <param name="maximum">The maximum length, in pages of 64 KiB. Its address space is reserved immediately.</param>
    /// <param name="is64Bit">True for 64-bit addresses (memory64), false for 32-bit addresses.</param>
    /// <exception cref="WasmtimeException">Shared memory is not enabled in the engine, or the address space cannot be reserved.</exception>
    public SharedMemory(Engine engine, uint minimum, uint maximum, bool is64Bit = false)
    {
        ArgumentNullException.ThrowIfNull(engine);
        nint type;
        HostTrap.ThrowIfAny(
            Libwasmtime.wasmtime_memorytype_new(minimum, hasMaximum: true, maximum, is64Bit, shared: true, pageSizeLog2: 16, &type), 0);
        nint memory;
        nint error = Libwasmtime.wasmtime_sharedmemory_new(WasmtimeInternals.Handle(engine).DangerousGetHandle(), type, &memory);
        Libwasmtime.wasm_memorytype_delete(type);
        GC.KeepAlive(engine);
        HostTrap.ThrowIfAny(error, 0);
        Handle = new SharedMemoryHandle(memory);
    }

    /// <summary>A view of the memory with its current length. Other threads may change the bytes and grow the memory at any time.</summary>
    /// <exception cref="ObjectDisposedException">The memory is disposed.</exception>
    public GuestMemory Memory => Handle.Open();

    internal SharedMemoryHandle Handle { get; }

    /// <summary>Returns true if a module imports a memory as shared. Wasmtime .NET does not expose this property of the import.</summary>
    /// <param name="module">The module.</param>
    /// <param name="import">An import of the module.</param>
    public static bool IsImportedBy(Module module, MemoryImport import)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(import);
        int index = 0;
        while (index < module.Imports.Count
            && (module.Imports[index].ModuleName, module.Imports[index].Name) != (import.ModuleName, import.Name))
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

    /// <summary>Grows the memory by pages that are filled with zeros, like the instruction <c>memory.grow</c>. Thread-safe.</summary>
    /// <param name="pages">The number of pages of 64 KiB to add.</param>
    /// <param name="previousPages">The number of pages before the call; 0 if the method returns false.</param>
    /// <returns>False if the memory would exceed its maximum, or the system has no memory left.</returns>
    /// <exception cref="ObjectDisposedException">The memory is disposed.</exception>
    public bool TryGrow(uint pages, out ulong previousPages) => Handle.TryGrow(pages, out previousPages);

    /// <summary>
    /// Releases this reference to the memory. Instances that import it keep it alive; do not use views of this object anymore.
    /// </summary>
    public void Dispose() => Handle.Dispose();
}
