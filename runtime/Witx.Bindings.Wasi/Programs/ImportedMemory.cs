using System;
using Wasmtime;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>The linear memory that a program imports: shared, as in threaded WASIX programs, or private.</summary>
internal sealed class ImportedMemory : IDisposable
{
    private const long PageLength = 1 << 16;

    private readonly Linker? _linker;

    private ImportedMemory(SharedMemory? shared, Linker? linker) => (Shared, _linker) = (shared, linker);

    /// <summary>The memory if it is shared; null if it is private.</summary>
    internal SharedMemory? Shared { get; }

    /// <summary>Creates the memory that a program imports.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="store">The store of the guest.</param>
    /// <param name="import">The import.</param>
    /// <param name="isShared">True if the import is a shared memory.</param>
    /// <param name="limit">The maximum size of a shared memory in bytes. The store limits a private one.</param>
    /// <param name="length">The initial size in bytes, if it is more than the program declares.</param>
    /// <exception cref="WasmtimeException">The initial size of the memory exceeds the limit.</exception>
    internal static ImportedMemory Create(Engine engine, Store store, MemoryImport import, bool isShared, long limit, long length)
    {
        long minimum = Math.Max(import.Minimum, length / PageLength);
        if (isShared)
        {
            long maximum = Math.Min(import.Maximum ?? 0, limit / PageLength);
            return new ImportedMemory(new SharedMemory(engine, (uint)minimum, (uint)maximum, import.Is64Bit), null);
        }

        Linker linker = new(engine);
        linker.Define(import.ModuleName, import.Name, new Memory(store, minimum, import.Maximum, import.Is64Bit));
        return new ImportedMemory(null, linker);
    }

    /// <summary>Adds a private memory to the imports of the guest.</summary>
    internal void AddTo(HostImports imports)
    {
        if (_linker is not null)
        {
            _ = imports.Add(_linker);
        }
    }

    public void Dispose()
    {
        Shared?.Dispose();
        _linker?.Dispose();
    }
}
