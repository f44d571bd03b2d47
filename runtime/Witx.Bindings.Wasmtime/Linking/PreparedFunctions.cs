using System;
using Wasmtime;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>The host functions of a module that imports a shared memory, in a linker without the memory.</summary>
/// <param name="engine">The engine of the module.</param>
/// <param name="memory">The import of the memory.</param>
/// <param name="linker">The linker, which is disposed with this object.</param>
internal sealed class PreparedFunctions(Engine engine, MemoryImport memory, LinkerHandle linker) : IDisposable
{
    internal Engine Engine => engine;

    internal MemoryImport Memory => memory;

    internal LinkerHandle Linker => linker;

    public void Dispose() => linker.Dispose();
}
