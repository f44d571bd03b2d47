using System;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Calls;
using Witx.Bindings.Wasmtime.Linking;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime;

/// <summary>A module with resolved imports, for fast creation of many instances, one for each store. It is thread-safe.</summary>
/// <remarks>
/// Creating an instance is much faster than with <see cref="HostImports.Instantiate(Store, Module)"/>, because imports are resolved only
/// once. Calls of host functions are slightly slower, because each call finds its host through the store. A prepared module keeps no host
/// object alive; it keeps the interceptors, the linker and the shared memories of its imports.
/// </remarks>
/// <example>
/// <code><![CDATA[
/// using PreparedModule prepared = new HostImports().Add(new ClockHost()).Prepare(engine, module);
/// using (Store store = new(engine))
/// using (Guest guest = prepared.Instantiate(store, new ClockHost())) // the hosts of this instance
/// {
///     guest.Invoke("run");
/// }
/// ]]></code>
/// </example>
public sealed class PreparedModule : IDisposable
{
    private readonly Module _module;

    private readonly ModuleMemory _memory;

    private readonly ImportShape _shape;

    private readonly SharedMemoryHandle? _imported;

    private readonly object _key;

    private readonly ExportedFunctionTypes _types;

    internal PreparedModule(Module module, ModuleMemory memory, ImportShape shape, Extern imported)
    {
        _module = module;
        _memory = memory;
        _shape = shape;
        _imported = imported.Kind == ExternKind.SharedMemory ? SharedMemoryHandle.FromExtern(imported) : null;
        (_key, _types) = (new object(), new ExportedFunctionTypes());
    }

    private PreparedModule(PreparedModule functions, ImportShape shape, SharedMemory memory)
    {
        (_module, _memory, _key, _types) = (functions._module, functions._memory, functions._key, functions._types);
        _shape = shape;
        if (_memory.Import >= 0)
        {
            Extern imported = memory.Handle.ToExtern();
            _imported = SharedMemoryHandle.FromExtern(imported);
            unsafe
            {
                Libwasmtime.wasmtime_extern_delete(&imported);
            }
        }
    }

    /// <summary>The functions, if the memory of the module is not resolved yet; otherwise null.</summary>
    internal PreparedFunctions? Functions { get; init; }

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
    /// The hosts of this instance: one object of the same class for each different host of the <see cref="HostImports"/>, in the order in
    /// which they were added.
    /// </param>
    /// <returns>The new guest, for the caller to dispose.</returns>
    /// <exception cref="ArgumentException">
    /// The data of the store is not null, or the classes of the hosts differ from the imports.
    /// </exception>
    /// <exception cref="WasmtimeException">The engine cannot create the instance, or the start function trapped.</exception>
    /// <exception cref="InvalidOperationException">A host function that holds views of the store's memory is running.</exception>
    /// <exception cref="InsufficientExecutionStackException">The thread has less than 640 KiB of stack left.</exception>
    /// <remarks>
    /// An exception that a host function throws during the start function is thrown unchanged. To use the hosts of a
    /// <see cref="HostImports"/>, call <see cref="HostImports.Instantiate(Store, PreparedModule)"/>.
    /// </remarks>
    public Guest Instantiate(Store store, params ReadOnlySpan<IHostModule> hosts)
    {
        ArgumentNullException.ThrowIfNull(store);
        return _shape.Accepts(hosts)
            ? InstantiateMatching(store, hosts)
            : throw new ArgumentException(
                "The hosts do not match the prepared module; pass objects of these classes, in this order: "
                    + $"{string.Join(", ", _shape.ClassNames.Select(static name => $"'{name}'"))}.",
                nameof(hosts));
    }

    /// <summary>
    /// Returns true if <see cref="HostImports.Instantiate(Store, PreparedModule)"/> accepts the imports: if at most the host objects differ
    /// from those of the imports that were prepared.
    /// </summary>
    /// <param name="imports">The imports.</param>
    public bool Matches(HostImports imports)
    {
        ArgumentNullException.ThrowIfNull(imports);
        return _shape.Matches(imports.Sources);
    }

    /// <summary>Resolves the memory that <see cref="HostImports.PrepareFunctions"/> left out.</summary>
    /// <param name="memory">The memory. The caller keeps ownership.</param>
    /// <returns>
    /// The module with all imports resolved, for the caller to dispose. Any number of them can exist at the same time, also after this
    /// object is disposed.
    /// </returns>
    /// <exception cref="InvalidOperationException"><see cref="HostImports.Prepare"/> has created this object, with its memory.</exception>
    /// <exception cref="WasmtimeException">The length or the maximum of the memory does not fit the import.</exception>
    public PreparedModule WithMemory(SharedMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        PreparedFunctions functions = Functions
            ?? throw new InvalidOperationException(
                $"The prepared module has its memory already. Create it with "
                    + $"'{nameof(HostImports)}.{nameof(HostImports.PrepareFunctions)}'.");
        PreparedHandle handle = Instantiator.Prepare(functions, _module, memory);
        return new PreparedModule(this, _shape.With(functions.Memory, memory), memory) { Handle = handle };
    }

    /// <summary>Creates an instance with hosts that match.</summary>
    internal unsafe Guest InstantiateMatching(Store store, ReadOnlySpan<IHostModule> hosts, object? state = null)
    {
        if (Functions is { } functions)
        {
            throw new InvalidOperationException(
                $"The memory '{functions.Memory.ModuleName}.{functions.Memory.Name}' that the module imports is not resolved. "
                    + $"Call '{nameof(WithMemory)}', and instantiate its result.");
        }

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
            Hosts = hosts.ToArray(),
            State = state,
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
            return new Guest(store, _module, instance, binding, []) { Types = _types };
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
        Functions?.Dispose();
        _imported?.Dispose();
    }
}
