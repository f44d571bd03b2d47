using System.Collections.Generic;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>The sources of imports, in the order of precedence: hosts, shared memories, the embedder's linker.</summary>
internal sealed class ImportSources
{
    internal HostDefinitions Hosts { get; } = new();

    internal List<HostInterceptor> Interceptors { get; } = [];

    internal Dictionary<(string Module, string Name), SharedMemory> Memories { get; } = [];

    internal Linker? Linker { get; set; }

    /// <summary>Finds an import that no host provides. The caller owns the item: delete it.</summary>
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

    /// <summary>Creates the chain of interceptors around a function; null if no interceptor wraps it.</summary>
    internal HostCallHandler? CreateHandler(HostFunction function)
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
