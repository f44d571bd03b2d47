using System;
using System.Collections.Generic;
using Wasmtime;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>What each import of a module is given. It is complete before anything is made.</summary>
internal sealed unsafe class ResolvedImports : IDisposable
{
    private readonly Extern[] _items;

    private ResolvedImports(Module module)
    {
        Module = module;
        Offers = new HostDefinition?[module.Imports.Count];
        _items = new Extern[module.Imports.Count];
    }

    internal Module Module { get; }

    /// <summary>The host's function for each import, where a host offers it.</summary>
    internal HostDefinition?[] Offers { get; }

    /// <summary>The item for each import that is no host's.</summary>
    internal ReadOnlySpan<Extern> Items => _items;

    /// <summary>Finds everything, or tells everything that is missing.</summary>
    /// <param name="module">The module.</param>
    /// <param name="supplies">Where to find it.</param>
    /// <param name="context">The store that items of a linker are to belong to.</param>
    /// <exception cref="UnresolvedImportsException">Something is missing.</exception>
    internal static ResolvedImports Create(Module module, ImportSources supplies, nint context)
    {
        ResolvedImports resolution = new(module);
        List<string> unresolved = [];
        for (int i = 0; i < resolution.Offers.Length; i++)
        {
            Import import = module.Imports[i];
            resolution.Offers[i] = supplies.Hosts.Find(import);
            if (resolution.Offers[i] is null && !supplies.TryGet(import, context, out resolution._items[i]))
            {
                unresolved.Add($"{ImportText.Format(import)} ({supplies.Hosts.Explain(import)})");
            }
        }

        if (unresolved.Count > 0)
        {
            resolution.Dispose();
            throw new UnresolvedImportsException(module.Name, unresolved);
        }

        return resolution;
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
