using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>The sources of imports, in the order of precedence: hosts, shared memories, the embedder's linker.</summary>
internal sealed class ImportSources
{
    private List<HostInterceptor>? _interceptors;

    internal HostDefinitions Hosts { get; } = new();

    /// <summary>The interceptors, outermost first.</summary>
    internal ReadOnlySpan<HostInterceptor> Interceptors => CollectionsMarshal.AsSpan(_interceptors);

    /// <summary>The shared memories; null if none was added.</summary>
    internal Dictionary<(string Module, string Name), SharedMemory>? Memories { get; private set; }

    internal Linker? Linker { get; set; }

    /// <summary>The object that identifies the guest to interceptors.</summary>
    internal object? State { get; set; }

    internal void Add(HostInterceptor interceptor) => (_interceptors ??= []).Add(interceptor);

    internal void Add(SharedMemory memory, string module, string name) => (Memories ??= [])[(module, name)] = memory;

    /// <summary>Finds an import that no host provides. The caller owns the item: delete it.</summary>
    internal bool TryGet(Import import, nint context, out Extern item)
    {
        item = default;
        if (import is MemoryImport && Memories?.GetValueOrDefault((import.ModuleName, import.Name)) is { } memory)
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
        if (_interceptors is null)
        {
            return null;
        }

        HostCallHandler innermost = function.Reentry is { } reentry
            ? (in call) => call.CallReentrant(reentry)
            : (in call) => call.Call(function);
        HostCallHandler handler = innermost;
        for (int i = _interceptors.Count - 1; i >= 0; i--)
        {
            handler = _interceptors[i](function, handler);
        }

        return handler == innermost ? null : handler;
    }
}
