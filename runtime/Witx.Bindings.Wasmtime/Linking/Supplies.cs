using System.Collections.Generic;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Calls;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>Everything that imports are taken from: hosts first, then shared memories, then the embedder's linker.</summary>
internal sealed class Supplies
{
    internal Offers Hosts { get; } = new();

    internal List<HostInterceptor> Interceptors { get; } = [];

    internal Dictionary<(string Module, string Name), SharedMemory> Memories { get; } = [];

    internal Linker? Linker { get; set; }

    /// <summary>What no host offers. The item owns its reference where it is a shared memory.</summary>
    internal bool TryGet(Import import, nint context, out Extern item)
    {
        item = default;
        if (import is MemoryImport && Memories.TryGetValue((import.ModuleName, import.Name), out SharedMemory? memory))
        {
            item = memory.Handle.ToExtern();
            return true;
        }

        return Linker is not null
            && new NativeLinker(WasmtimeInternals.Handle(Linker).DangerousGetHandle())
                .TryGet(context, import.ModuleName, import.Name, out item);
    }

    /// <summary>The entry of a function with all interceptors around it.</summary>
    internal HostEntry Entry(HostFunction function)
    {
        HostEntry entry = function.Reentry is { } reentry ? CallingGuest.Entry(reentry) : function.Entry;
        for (int i = Interceptors.Count - 1; i >= 0; i--)
        {
            entry = Interceptors[i](function, entry);
        }

        return entry;
    }
}
