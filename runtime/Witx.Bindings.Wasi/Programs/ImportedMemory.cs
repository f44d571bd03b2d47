using System;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>The memory that a program wants to be given: shared by its threads, as all programs of WASIX do, or its own.</summary>
internal sealed class ImportedMemory : IDisposable
{
    private const long PageLength = 1 << 16;

    private readonly MemoryImport? _import;
    private readonly Linker? _linker;

    private ImportedMemory(MemoryImport? import, SharedMemory? shared, Linker? linker) => (_import, Shared, _linker) = (import, shared, linker);

    internal SharedMemory? Shared { get; }

    /// <summary>Makes the memory that a module imports, if it does.</summary>
    /// <exception cref="WasmtimeException">The module starts with more than <paramref name="limit"/> bytes.</exception>
    internal static ImportedMemory Create(Engine engine, Store store, Module module, long limit)
    {
        if (module.Imports.OfType<MemoryImport>().FirstOrDefault() is not { } import)
        {
            return new ImportedMemory(null, null, null);
        }

        if (SharedMemory.IsImportedBy(module, import))
        {
            long most = Math.Min(import.Maximum ?? 0, limit / PageLength);
            return new ImportedMemory(import, new SharedMemory(engine, (uint)import.Minimum, (uint)most, import.Is64Bit), null);
        }

        Linker linker = new(engine);
        linker.Define(import.ModuleName, import.Name, new Memory(store, import.Minimum, import.Maximum, import.Is64Bit));
        return new ImportedMemory(import, null, linker);
    }

    internal void AddTo(HostImports imports)
    {
        if (Shared is not null)
        {
            imports.Add(Shared, _import!.ModuleName, _import.Name);
        }
        else if (_linker is not null)
        {
            imports.Add(_linker);
        }
    }

    public void Dispose()
    {
        Shared?.Dispose();
        _linker?.Dispose();
    }
}
