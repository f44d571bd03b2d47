using System;
using System.Collections.Generic;
using System.Text;
using Wasmtime;
using Witx.Bindings.Wasmtime.Calls;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime;

/// <summary>An instance of a module, with the hosts that it is bound to. Like its store, it is used by one thread at a time.</summary>
public sealed class Guest : IDisposable
{
    private readonly InstanceHandle _handle;

    private readonly InstanceBinding _binding;

    private readonly HostFunctionBinding[] _slots;

    private readonly Dictionary<string, GuestFunction> _functions = [];

    private readonly Module? _module;

    private Instance? _instance;

    private bool _disposed;

    internal Guest(Store store, Module? module, InstanceHandle handle, InstanceBinding binding, HostFunctionBinding[] slots)
    {
        Store = store;
        _module = module;
        _handle = handle;
        _binding = binding;
        _slots = slots;
    }

    /// <summary>True if the guest has entered the views of its store.</summary>
    internal bool IsEntered { get; init; }

    /// <summary>The store that owns the instance.</summary>
    public Store Store { get; }

    /// <summary>The module that it is an instance of.</summary>
    /// <exception cref="InvalidOperationException">It is over an instance that a linker made, which does not tell.</exception>
    public Module Module => _module ?? throw new InvalidOperationException("An instance that a linker made does not tell its module.");

    /// <summary>
    /// The instance as Wasmtime .NET sees it, for its memories, tables, globals and functions. When a host function throws under one of its
    /// calls, the exception is the <see cref="Exception.InnerException"/> of the <see cref="WasmtimeException"/>.
    /// </summary>
    public Instance Instance => _instance ??= WasmtimeInternals.NewInstance(Store, _handle);

    /// <summary>An instance that a linker made, so that what its host functions throw comes out of calls unchanged. Its hosts are the linker's to let go.</summary>
    /// <param name="instance">The instance.</param>
    public static Guest FromInstance(Instance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        Store store = WasmtimeInternals.StoreOf(instance);
        InstanceBinding binding = new([]) { Views = ViewGuard.Enter(store) };
        return new Guest(store, null, WasmtimeInternals.Handle(instance), binding, []) { _instance = instance, IsEntered = true };
    }

    /// <summary>Whether the instance exports something under a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ObjectDisposedException">The store is disposed.</exception>
    public bool Exports(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        using StoreLease lease = new(Store);
        return TryFind(name, lease.Context, out _);
    }

    /// <summary>Calls an exported function.</summary>
    /// <param name="function">The export's name.</param>
    /// <param name="arguments">The arguments, of the very types of the parameters.</param>
    /// <returns>The first result; zero bits when there is none.</returns>
    /// <exception cref="ArgumentException">There is no such function, or it has other parameters.</exception>
    /// <exception cref="NotSupportedException">It takes or returns more than numbers: call it through <see cref="Instance"/>.</exception>
    /// <exception cref="TrapException">The guest trapped.</exception>
    /// <exception cref="InvalidOperationException">
    /// A host function that uses guest memory is on the stack of the store, and <see cref="WitxModuleAttribute.ReentrantFunctions"/> does not list it.
    /// </exception>
    /// <exception cref="InsufficientExecutionStackException">
    /// The thread has less than 640 KiB of stack left: the 512 KiB that Wasmtime gives to a guest by default, and 128 KiB for host functions.
    /// </exception>
    /// <remarks>
    /// An exception of a host function comes out unchanged. Calls and growth through <see cref="Instance"/> are not seen: on an engine whose
    /// memory may move (<see cref="Config.WithMemoryMayMove"/>, the default), a host function must not make them while it holds views.
    /// </remarks>
    public GuestValue Invoke(string function, params ReadOnlySpan<GuestValue> arguments)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _binding.Views!.EnsureNone();
        HostStack.EnsureSufficient();
        using StoreLease lease = new(Store);
        if (!_functions.TryGetValue(function, out GuestFunction? callee))
        {
            _functions.Add(function, callee = Find(function, lease.Context));
        }

        return callee.Call(lease.Context, arguments);
    }

    /// <summary>Finds the type of a function in an exported table.</summary>
    /// <param name="table">The name of the table; compilers use <c>__indirect_function_table</c>.</param>
    /// <param name="index">The index of the element.</param>
    /// <returns>The type; null if there is no such table, or the element is not a function.</returns>
    /// <exception cref="NotSupportedException">The function takes or returns vectors or references.</exception>
    /// <exception cref="ObjectDisposedException">The store is disposed.</exception>
    public GuestFunctionType? FindTableFunction(string table, ulong index)
    {
        ArgumentNullException.ThrowIfNull(table);
        using StoreLease lease = new(Store);
        return TryFind(table, lease.Context, out Extern item) && item.Kind == ExternKind.Table
            && TableElement.TryGet(lease.Context, item.Table, index, out FunctionHandle function, out _)
            ? NumericTypes.TypeOf(lease.Context, function, $"{table}[{index}]")
            : null;
    }

    /// <summary>Lets the hosts go. The instance lives on in its store, but a host function that it calls from now on traps.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (IsEntered)
        {
            _binding.Views!.Leave(Store);
        }

        _binding.Hosts = null;
        foreach (HostFunctionBinding slot in _slots)
        {
            slot.Close();
        }

        if (Store.GetData() == _binding)
        {
            Store.SetData(null);
        }
    }

    private GuestFunction Find(string name, nint context)
    {
        if (!TryFind(name, context, out Extern item) || item.Kind != ExternKind.Function)
        {
            throw new ArgumentException($"The module '{_module?.Name}' exports no function '{name}'.", nameof(name));
        }

        return GuestFunction.Create(context, item.Function, name);
    }

    /// <summary>Finds an export. The item owns nothing: of a shared memory it is not to be used.</summary>
    private unsafe bool TryFind(string name, nint context, out Extern item)
    {
        byte[] text = Encoding.UTF8.GetBytes(name);
        InstanceHandle instance = _handle;
        Extern found = default;
        bool exported = Libwasmtime.wasmtime_instance_export_get(context, &instance, text, (nuint)text.Length, &found);
        item = found;
        Libwasmtime.wasmtime_extern_delete(&found);
        return exported;
    }
}
