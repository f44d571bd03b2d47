using System;
using System.Collections.Generic;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Wasmtime.Calls;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>The three ways to give a module what it imports.</summary>
internal static unsafe class Instantiator
{
    /// <summary>Binds the imports to one instance.</summary>
    internal static Guest Bound(ImportSources supplies, Store store, Module module)
    {
        HostStack.EnsureSufficient();
        ViewGuard views = ViewGuard.Enter(store);
        try
        {
            views.EnsureNone();
            return Bound(supplies, store, module, views);
        }
        catch
        {
            views.Leave(store);
            throw;
        }
    }

    private static Guest Bound(ImportSources supplies, Store store, Module module, ViewGuard views)
    {
        using StoreLease lease = new(store);
        using ResolvedImports resolution = ResolvedImports.Create(module, supplies, lease.Context);
        using FunctionTypes types = new();
        ModuleMemory memory = ModuleMemory.FromModule(module);
        InstanceBinding binding = new(memory.Export) { Views = views };
        if (memory.Import >= 0)
        {
            binding.Settle(lease.Context, resolution.Items[memory.Import]);
        }

        Extern[] items = resolution.Items.ToArray();
        HostFunctionBinding[] slots = new HostFunctionBinding[resolution.Offers.Count(static offer => offer is not null)];
        int bound = 0;
        for (int i = 0; i < items.Length; i++)
        {
            if (resolution.Offers[i] is { } offer)
            {
                slots[bound] = new HostFunctionBinding(offer, supplies.Handler(offer.Function), supplies.Hosts.All[offer.Host], binding);
                items[i] = New(slots[bound++], types, lease.Context);
            }
        }

        InstanceHandle instance;
        nint trap;
        fixed (Extern* imports = items)
        {
            nint native = WasmtimeInternals.Handle(module).DangerousGetHandle();
            nint error = Libwasmtime.wasmtime_instance_new(lease.Context, native, imports, (nuint)items.Length, &instance, &trap);
            GC.KeepAlive(module);
            HostTrap.ThrowIfAny(error, trap);
        }

        binding.Attach(lease.Context, instance);
        return new Guest(store, module, instance, binding, slots) { IsEntered = true };
    }

    /// <summary>Binds the imports to whichever store calls.</summary>
    internal static PreparedModule Prepared(ImportSources supplies, Engine engine, Module module)
    {
        using Store scratch = new(engine);
        using StoreLease lease = new(scratch);
        using ResolvedImports resolution = ResolvedImports.Create(module, supplies, lease.Context);
        using FunctionTypes types = new();
        ModuleMemory memory = ModuleMemory.FromModule(module);
        PreparedModule prepared = new(module, memory, supplies.Hosts.All, memory.Import >= 0 ? resolution.Items[memory.Import] : default);
        NativeLinker linker = NativeLinker.New(engine, supplies.Linker);
        try
        {
            for (int i = 0; i < resolution.Offers.Length; i++)
            {
                if (resolution.Offers[i] is { } offer)
                {
                    linker.Define(prepared.NewSlot(offer, supplies.Handler(offer.Function)), types.GetOrCreate(offer.Function.Signature));
                }
                else if (resolution.Items[i].Kind == ExternKind.SharedMemory)
                {
                    linker.Define(lease.Context, module.Imports[i].ModuleName, module.Imports[i].Name, resolution.Items[i]);
                }
            }

            prepared.Handle = linker.Prepare(module);
            return prepared;
        }
        finally
        {
            linker.Delete();
        }
    }

    /// <summary>Defines functions of hosts, for instances that are not known.</summary>
    internal static void Defined(ImportSources supplies, IEnumerable<HostDefinition> offers, Linker linker)
    {
        using FunctionTypes types = new();
        InstanceBinding binding = new([.. "memory"u8]);
        NativeLinker native = new(WasmtimeInternals.Handle(linker).DangerousGetHandle());
        foreach (HostDefinition offer in offers)
        {
            HostFunctionBinding slot = new(offer, supplies.Handler(offer.Function), supplies.Hosts.All[offer.Host], binding);
            native.Define(slot, types.GetOrCreate(offer.Function.Signature));
        }

        GC.KeepAlive(linker);
    }

    private static Extern New(HostFunctionBinding slot, FunctionTypes types, nint context)
    {
        Extern item = new() { Kind = ExternKind.Function };
        Libwasmtime.wasmtime_func_new_unchecked(
            context, types.GetOrCreate(slot.Function.Signature), Thunk.Get(slot), slot.Pin(), &Thunk.Release, &item.Function);
        return item;
    }
}
