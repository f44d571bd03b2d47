using System;
using System.Collections.Generic;
using Wasmtime;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>The resolved imports of a module: a host function or an item of another source for each import.</summary>
internal sealed unsafe class ResolvedImports : IDisposable
{
    private readonly Extern[] _items;

    private ResolvedImports(Module module)
    {
        Module = module;
        Definitions = new HostDefinition?[module.Imports.Count];
        _items = new Extern[module.Imports.Count];
    }

    internal Module Module { get; }

    /// <summary>The host function for each import; null if no host provides it.</summary>
    internal HostDefinition?[] Definitions { get; }

    /// <summary>The item for each import that no host provides; the default value for others.</summary>
    internal ReadOnlySpan<Extern> Items => _items;

    /// <summary>Resolves the imports of a module, or throws an exception that lists all missing ones.</summary>
    /// <param name="module">The module.</param>
    /// <param name="sources">The sources of the imports.</param>
    /// <param name="context">The context of the store for items of a linker.</param>
    /// <param name="except">An import to leave out, or null.</param>
    /// <exception cref="UnresolvedImportsException">One or more imports are missing.</exception>
    internal static ResolvedImports Create(Module module, ImportSources sources, nint context, Import? except = null)
    {
        ResolvedImports resolved = new(module);
        List<string> unresolved = [];
        for (int i = 0; i < resolved.Definitions.Length; i++)
        {
            Import import = module.Imports[i];
            resolved.Definitions[i] = sources.Hosts.Find(import);
            if (resolved.Definitions[i] is null && import != except && !sources.TryGet(import, context, out resolved._items[i]))
            {
                unresolved.Add($"{ImportText.Format(import)} ({sources.Hosts.ExplainMissing(import)})");
            }
        }

        if (unresolved.Count > 0)
        {
            resolved.Dispose();
            throw new UnresolvedImportsException(module.Name, unresolved);
        }

        return resolved;
    }

    public void Dispose()
    {
        fixed (Extern* items = _items)
        {
            for (int i = 0; i < _items.Length; i++)
            {
                Libwasmtime.wasmtime_extern_delete(items + i);
                items[i] = default;
            }
        }
    }
}
