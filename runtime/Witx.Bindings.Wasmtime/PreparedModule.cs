using System;
using System.Collections.Generic;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Calls;
using Witx.Bindings.Wasmtime.Linking;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime;

/// <summary>
/// A module whose imports are resolved once, for many instances: one to a store, each with hosts of its own if it wants. It may be used by
/// many threads at a time.
/// </summary>
/// <remarks>
/// A host function finds its host by the store that calls it, which costs every call a few nanoseconds more than
/// <see cref="HostImports.Instantiate"/>; making an instance costs a fraction.
/// </remarks>
public sealed class PreparedModule : IDisposable
{
    private readonly Module _module;

    private readonly ModuleMemory _memory;

    private readonly IHostModule[] _hosts;

    private readonly SharedMemoryHandle? _imported;

    private readonly object _key = new();

    internal PreparedModule(Module module, ModuleMemory memory, IReadOnlyList<IHostModule> hosts, Extern imported)
    {
        _module = module;
        _memory = memory;
        _hosts = [.. hosts];
        _imported = imported.Kind == ExternKind.SharedMemory ? SharedMemoryHandle.FromExtern(imported) : null;
    }

    internal PreparedHandle Handle { get; set; } = new(0);

    /// <summary>A function that finds its host by the store that calls.</summary>
    internal HostFunctionBinding NewSlot(HostDefinition offer, HostCallHandler? handler) => new(offer, handler, _key);

    /// <summary>Makes an instance, and runs the module's start function if it has one.</summary>
    /// <param name="store">
    /// A store of the same engine, whose data is null: until the guest is disposed, it is where host functions find their host.
    /// </param>
    /// <param name="hosts">
    /// The hosts of this instance, in the order in which the imports were given theirs, each of the same class; none for those of the
    /// imports, which all instances then share.
    /// </param>
    /// <exception cref="ArgumentException">The store's data is not null, or the hosts are not of the imports' classes.</exception>
    /// <exception cref="WasmtimeException">The engine cannot make the instance, or the start function trapped.</exception>
    /// <exception cref="InvalidOperationException">A host function that holds views of the store's memory is on the stack.</exception>
    /// <exception cref="InsufficientExecutionStackException">The thread has less stack than a guest may use: 640 KiB.</exception>
    /// <remarks>What a host function throws during the start function comes out unchanged.</remarks>
    public unsafe Guest Instantiate(Store store, params ReadOnlySpan<IHostModule> hosts)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (store.GetData() is not null)
        {
            throw new ArgumentException("The store has data, but that is where host functions are to find their host.", nameof(store));
        }

        HostStack.EnsureSufficient();
        ViewGuard views = ViewGuard.Find(store);
        views.EnsureNone();
        InstanceBinding binding = new(_memory.Export) { Views = views, Prepared = _key, Hosts = hosts.IsEmpty ? _hosts : Checked(hosts) };
        using StoreLease lease = new(store);
        if (_imported is not null)
        {
            Extern memory = _imported.ToExtern();
            binding.Settle(lease.Context, memory);
            Libwasmtime.wasmtime_extern_delete(&memory);
        }

        store.SetData(binding);
        try
        {
            InstanceHandle instance;
            nint trap;
            nint error = Libwasmtime.wasmtime_instance_pre_instantiate(Handle, lease.Context, &instance, &trap);
            HostTrap.ThrowIfAny(error, trap);
            binding.Attach(lease.Context, instance);
            return new Guest(store, _module, instance, binding, []);
        }
        catch
        {
            store.SetData(null);
            throw;
        }
    }

    /// <summary>Lets the resolved imports go. Instances that were made keep them.</summary>
    public void Dispose()
    {
        Handle.Dispose();
        _imported?.Dispose();
    }

    private IHostModule[] Checked(ReadOnlySpan<IHostModule> hosts) =>
        hosts.ToArray().Select(static host => host?.GetType()).SequenceEqual(_hosts.Select(static host => host.GetType()))
            ? hosts.ToArray()
            : throw new ArgumentException(
                $"The module was prepared with {string.Join(", ", _hosts.Select(static host => host.GetType().Name))}, in that order.",
                nameof(hosts));
}
