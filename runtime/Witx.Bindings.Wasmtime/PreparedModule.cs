using System;
using System.Collections.Generic;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Calls;
using Witx.Bindings.Wasmtime.Linking;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime;

/// <summary>A module with resolved imports, for fast creation of many instances, one for each store. It is thread-safe.</summary>
/// <remarks>
/// Creating an instance is much faster than with <see cref="HostImports.Instantiate"/>, because imports are resolved only once. Calls of
/// host functions are slightly slower, because each call finds its host through the store.
/// </remarks>
/// <example>
/// <code><![CDATA[
/// using PreparedModule prepared = new HostImports().Add(new ClockHost()).Prepare(engine, module);
/// using (Store store = new(engine))
/// using (Guest guest = prepared.Instantiate(store, new ClockHost())) // hosts of this instance; omit them to share the first ones
/// {
///     guest.Invoke("run");
/// }
/// ]]></code>
/// </example>
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

    /// <summary>Creates a binding for a function that finds its host through the calling store.</summary>
    internal HostFunctionBinding CreateFunctionBinding(HostDefinition definition, HostCallHandler? handler) =>
        new(definition.Function, handler, definition.Host, _key);

    /// <summary>Creates an instance and runs the module's start function, if it has one.</summary>
    /// <param name="store">
    /// A store of the same engine whose data is null. Host functions find their host through the data of the store, so do not set it before
    /// the guest is disposed.
    /// </param>
    /// <param name="hosts">
    /// The hosts of this instance: one object of the same class for each host of the <see cref="HostImports"/>, in the same order. If
    /// empty, the instance uses the hosts of the imports themselves.
    /// </param>
    /// <returns>The new guest, for the caller to dispose.</returns>
    /// <exception cref="ArgumentException">
    /// The data of the store is not null, or the classes of the hosts differ from the imports.
    /// </exception>
    /// <exception cref="WasmtimeException">The engine cannot create the instance, or the start function trapped.</exception>
    /// <exception cref="InvalidOperationException">A host function that holds views of the store's memory is running.</exception>
    /// <exception cref="InsufficientExecutionStackException">The thread has less than 640 KiB of stack left.</exception>
    /// <remarks>An exception that a host function throws during the start function is thrown unchanged.</remarks>
    public unsafe Guest Instantiate(Store store, params ReadOnlySpan<IHostModule> hosts)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (store.GetData() is not null)
        {
            throw new ArgumentException(
                "The data of the store is not null, but host functions find their host there; pass another store.",
                nameof(store));
        }

        HostStack.EnsureSufficient();
        ViewGuard views = ViewGuard.Find(store);
        views.EnsureNone();
        InstanceBinding binding = new(_memory.Export)
        {
            Views = views,
            Prepared = _key,
            Hosts = hosts.IsEmpty ? _hosts : CheckTypes(hosts),
        };
        using StoreLease lease = new(store);
        if (_imported is not null)
        {
            Extern memory = _imported.ToExtern();
            binding.UseMemory(lease.Context, memory);
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

    /// <summary>Releases the resolved imports. Existing guests keep them alive and stay usable.</summary>
    public void Dispose()
    {
        Handle.Dispose();
        _imported?.Dispose();
    }

    private IHostModule[] CheckTypes(ReadOnlySpan<IHostModule> hosts) =>
        hosts.ToArray().Select(static host => host?.GetType()).SequenceEqual(_hosts.Select(static host => host.GetType()))
            ? hosts.ToArray()
            : throw new ArgumentException(
                "The hosts do not match the prepared module; pass objects of these classes, in this order: "
                    + $"{string.Join(", ", _hosts.Select(static host => $"'{host.GetType().Name}'"))}.",
                nameof(hosts));
}
