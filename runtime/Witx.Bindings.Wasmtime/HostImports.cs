using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Calls;
using Witx.Bindings.Wasmtime.Linking;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime;

/// <summary>
/// What guests may import: the functions of hosts. It is filled once and may then instantiate any number of guests, from many threads.
/// </summary>
/// <remarks>
/// Only what a module imports is bound, and bound to that very instance, so that a host function reaches its guest's memory without
/// looking for it. Handles are freed with the store.
/// </remarks>
public sealed class HostImports
{
    private readonly Offers _offers = new();

    private readonly List<HostInterceptor> _interceptors = [];

    /// <summary>Offers a host under its interface's own import module name.</summary>
    /// <param name="host">The host. It may serve many instances, on many threads if its author made it so.</param>
    /// <returns>These imports.</returns>
    /// <remarks>
    /// Of two functions with the same name and the same type the one added last is bound, so that a host can replace single functions of
    /// another. Those of different types stand beside each other: every module is given the one whose type it declares.
    /// </remarks>
    public HostImports Add(IHostModule host)
    {
        ArgumentNullException.ThrowIfNull(host);
        _offers.Add(host, null);
        return this;
    }

    /// <summary>Offers a host under another import module name than its interface's own.</summary>
    /// <param name="host">The host.</param>
    /// <param name="module">The import module name.</param>
    /// <returns>These imports.</returns>
    public HostImports Add(IHostModule host, string module)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(module);
        _offers.Add(host, module);
        return this;
    }

    /// <summary>Stands something between guests and hosts. What is added first is outermost.</summary>
    /// <param name="interceptor">Wraps entries.</param>
    /// <returns>These imports.</returns>
    public HostImports Intercept(HostInterceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(interceptor);
        _interceptors.Add(interceptor);
        return this;
    }

    /// <summary>Makes an instance of a module, and runs its start function if it has one.</summary>
    /// <param name="store">The store to make it in, which owns it. It is the caller's to dispose, after the guest.</param>
    /// <param name="module">The module.</param>
    /// <exception cref="UnresolvedImportsException">The module imports what is not offered.</exception>
    /// <exception cref="WasmtimeException">The engine cannot make the instance, or the start function trapped.</exception>
    /// <remarks>What a host function throws during the start function comes out unchanged.</remarks>
    public unsafe Guest Instantiate(Store store, Module module)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(module);
        Offer[] offers = Resolve(module);
        Binding binding = new(MemoryExport(module));
        Slot[] slots = new Slot[offers.Length];
        Span<Extern> items = offers.Length <= 64 ? stackalloc Extern[offers.Length] : new Extern[offers.Length];
        using StoreLease lease = new(store);
        using FunctionTypes types = new();
        for (int i = 0; i < offers.Length; i++)
        {
            HostFunction function = offers[i].Function;
            slots[i] = new Slot(function, Entry(function), _offers.Hosts[offers[i].Host], binding);
            FunctionHandle handle;
            Libwasmtime.wasmtime_func_new_unchecked(
                lease.Context, types.Of(function.Signature), Thunk.For(function), slots[i].Pin(), &Thunk.Release, &handle);
            items[i].Kind = ExternKind.Function;
            items[i].Function = handle;
        }

        InstanceHandle instance;
        nint trap;
        SafeHandle native = WasmtimeInternals.Handle(module);
        fixed (Extern* imports = items)
        {
            nint error = Libwasmtime.wasmtime_instance_new(
                lease.Context, native.DangerousGetHandle(), imports, (nuint)items.Length, &instance, &trap);
            GC.KeepAlive(module);
            Trap.ThrowIfAny(error, trap);
        }

        binding.Attach(lease.Context, instance);
        return new Guest(store, module, instance, slots);
    }

    private static byte[] MemoryExport(Module module)
    {
        IEnumerable<string> names = module.Exports.OfType<MemoryExport>().Select(static memory => memory.Name);
        string? name = names.FirstOrDefault(static name => name == "memory") ?? names.FirstOrDefault();
        return Encoding.UTF8.GetBytes(name ?? "");
    }

    private Offer[] Resolve(Module module)
    {
        Offer[] offers = new Offer[module.Imports.Count];
        List<string> unresolved = [];
        for (int i = 0; i < offers.Length; i++)
        {
            Import import = module.Imports[i];
            if (_offers.Find(import) is { } offer)
            {
                offers[i] = offer;
            }
            else
            {
                unresolved.Add($"{ImportText.Of(import)} ({_offers.Explain(import)})");
            }
        }

        return unresolved.Count == 0 ? offers : throw new UnresolvedImportsException(module.Name, unresolved);
    }

    private HostEntry Entry(HostFunction function)
    {
        HostEntry entry = function.Entry;
        for (int i = _interceptors.Count - 1; i >= 0; i--)
        {
            entry = _interceptors[i](function, entry);
        }

        return entry;
    }
}
