using System.Collections.Generic;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>Everything that imports are taken from: hosts first, then shared memories, then the embedder's linker.</summary>
internal sealed class ImportSources
{
    internal HostDefinitions Hosts { get; } = new();

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

    /// <summary>The interceptors around a function; null if none of them wraps it.</summary>
    internal HostCallHandler? Handler(HostFunction function)
    {
        if (Interceptors.Count == 0)
        {
            return null;
        }

        HostCallHandler innermost = function.Reentry is { } reentry
            ? (in call) => call.CallReentrant(reentry)
            : (in call) => call.Call(function);
        HostCallHandler handler = innermost;
        for (int i = Interceptors.Count - 1; i >= 0; i--)
        {
            handler = Interceptors[i](function, handler);
        }

        return handler == innermost ? null : handler;
    }
}
