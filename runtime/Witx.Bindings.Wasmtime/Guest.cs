using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Calls;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime;

/// <summary>An instance of a module together with the host objects that its imports are bound to. It is not thread-safe.</summary>
/// <remarks>Like its store, use it from one thread at a time.</remarks>
/// <example>
/// <code><![CDATA[
/// using Engine engine = new();
/// using Store store = new(engine);
/// using Module module = ModuleScanner.Compile(engine, "adder", File.ReadAllBytes("adder.wasm"));
/// using Guest guest = new HostImports().Add(new ClockHost()).Instantiate(store, module);
/// if (guest.Exports("_initialize"))
/// {
///     guest.Invoke("_initialize");
/// }
///
/// int sum = guest.Invoke("add", 1, 2).Int32; // an exported function with the type (i32 i32) -> (i32)
/// ]]></code>
/// </example>
public sealed class Guest : IDisposable, ICallingGuest
{
    private const int MaxStackLength = 256;

    private readonly InstanceHandle _handle;

    private readonly InstanceBinding _binding;

    private readonly HostFunctionBinding[] _hostFunctions;

    private readonly Module? _module;

    // Most guests have one function that the host calls.
    private GuestFunction? _first;

    private Dictionary<string, GuestFunction>? _others;

    private Instance? _instance;

    private bool _disposed;

    internal Guest(Store store, Module? module, InstanceHandle handle, InstanceBinding binding, HostFunctionBinding[] functions)
    {
        Store = store;
        _module = module;
        _handle = handle;
        _binding = binding;
        _hostFunctions = functions;
    }

    /// <summary>True if <see cref="Dispose"/> must call <see cref="ViewGuard.Leave"/>.</summary>
    internal bool HasEnteredViewGuard { get; init; }

    /// <summary>The function types of the module, if its instances share them.</summary>
    internal ExportedFunctionTypes? Types { get; init; }

    /// <summary>The store that owns the instance.</summary>
    public Store Store { get; }

    /// <summary>The module of the instance.</summary>
    /// <exception cref="InvalidOperationException">
    /// The guest was created by <see cref="FromInstance"/>, so its module is unknown.
    /// </exception>
    public Module Module => _module ?? throw new InvalidOperationException(
        $"The module of a guest from '{nameof(Guest)}.{nameof(FromInstance)}' is unknown; keep a reference to the module.");

    /// <summary>The instance as an object of Wasmtime .NET, for access to its memories, tables, globals and functions.</summary>
    /// <remarks>
    /// An exception that a host function throws during a call through this object is the <see cref="Exception.InnerException"/> of a
    /// <see cref="WasmtimeException"/>. Calls through <see cref="Invoke"/> throw the exception itself.
    /// </remarks>
    public Instance Instance => _instance ??= WasmtimeInternals.NewInstance(Store, _handle);

    /// <summary>
    /// True if a call of this object has ended by a trap or by an exception of a host function. The guest may have stopped in the middle of
    /// a change to its memory.
    /// </summary>
    /// <remarks>The engine lets such a guest run again. Dispose it unless you know that its state is consistent.</remarks>
    public bool HasTrapped { get; private set; }

    /// <summary>Creates a guest from an instance of a linker, so that calls throw the exceptions of host functions unchanged.</summary>
    /// <param name="instance">The instance.</param>
    /// <returns>The guest. The linker, not this object, keeps the hosts alive: <see cref="Dispose"/> does not release them.</returns>
    public static Guest FromInstance(Instance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        Store store = WasmtimeInternals.GetStore(instance);
        InstanceBinding binding = new([]) { Views = ViewGuard.Enter(store) };
        return new Guest(store, null, WasmtimeInternals.Handle(instance), binding, []) { _instance = instance, HasEnteredViewGuard = true };
    }

    /// <summary>
    /// Tells whether a host function threw a <see cref="WasmtimeException"/>, <see cref="UnresolvedImportsException"/> or
    /// <see cref="UnsupportedModuleException"/>, for example because it runs guests itself.
    /// </summary>
    /// <param name="exception">The exception that a call of a guest, or an instantiation, threw.</param>
    /// <returns>True if a host function threw it; false if the engine or this package did. False for exceptions of other types.</returns>
    public static bool IsThrownByHost(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return HostTrap.IsThrownByHost(exception);
    }

    /// <summary>Returns true if the instance has an export of any kind with this name.</summary>
    /// <param name="name">The name of the export.</param>
    /// <exception cref="ObjectDisposedException">The store is disposed.</exception>
    public bool Exports(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        using StoreLease lease = new(Store);
        return TryFind(name, lease.Context, out _);
    }

    /// <summary>
    /// Calls an exported function whose parameters and results are numbers. Exceptions of host functions are thrown unchanged.
    /// </summary>
    /// <param name="function">The name of the export.</param>
    /// <param name="arguments">
    /// The arguments. Their types must be exactly those of the parameters: an <c>int</c> is not an <c>i64</c>.
    /// </param>
    /// <returns>The first result, or a value with zero bits if the function has no result.</returns>
    /// <exception cref="ArgumentException">
    /// The instance does not export such a function, or the arguments do not match its parameters.
    /// </exception>
    /// <exception cref="NotSupportedException">The function uses vectors or references. Call it through <see cref="Instance"/>.</exception>
    /// <exception cref="TrapException">The guest trapped.</exception>
    /// <exception cref="WitxTrapException">The guest threw a WebAssembly exception that it does not catch.</exception>
    /// <exception cref="InvalidOperationException">
    /// A host function that uses guest memory is running in this store, and <see cref="WitxModuleAttribute.ReentrantFunctions"/> does not
    /// list it.
    /// </exception>
    /// <exception cref="InsufficientExecutionStackException">
    /// The thread has less than 640 KiB of stack left: 512 KiB for the guest, the default of Wasmtime, and 128 KiB for host functions.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The guest or its store is disposed.</exception>
    /// <remarks>
    /// Calls and memory growth through <see cref="Instance"/> are not checked. If the engine may move memories
    /// (<see cref="Config.WithMemoryMayMove"/>, the default), a host function that holds views must not use them.
    /// </remarks>
    public GuestValue Invoke(string function, params ReadOnlySpan<GuestValue> arguments)
    {
        EnsureCallable();
        using StoreLease lease = new(Store);
        GuestFunction callee = FindOnce(function, lease.Context);
        callee.CheckArguments(arguments);
        GuestValue result = default;
        Call(callee, lease.Context, arguments, new Span<GuestValue>(ref result)[..Math.Min(1, callee.ResultCount)]);
        return result;
    }

    /// <summary>Calls an exported function like <see cref="Invoke"/> and returns all results of a multi-value function.</summary>
    /// <param name="function">The name of the export.</param>
    /// <param name="arguments">The arguments, as for <see cref="Invoke"/>.</param>
    /// <returns>All results, in order. Empty if the function has no result.</returns>
    /// <inheritdoc cref="Invoke" path="/exception"/>
    public ImmutableArray<GuestValue> InvokeMultiValue(string function, params ReadOnlySpan<GuestValue> arguments)
    {
        EnsureCallable();
        using StoreLease lease = new(Store);
        GuestFunction callee = FindOnce(function, lease.Context);
        callee.CheckArguments(arguments);
        GuestValue[] results = new GuestValue[callee.ResultCount];
        Call(callee, lease.Context, arguments, results);
        return ImmutableCollectionsMarshal.AsImmutableArray(results);
    }

    /// <summary>The guest's memory at this moment. Empty if the guest does not export or import one.</summary>
    GuestMemory ICallingGuest.Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            using StoreLease lease = new(Store);
            return _binding.OpenMemory(lease.Context, _handle);
        }
    }

    GuestValue ICallingGuest.Invoke(string export, ReadOnlySpan<GuestValue> arguments) => Invoke(export, arguments);

    GuestValue ICallingGuest.InvokeIndirect(string table, ulong index, ReadOnlySpan<GuestValue> arguments)
    {
        ArgumentNullException.ThrowIfNull(table);
        EnsureCallable();
        using StoreLease lease = new(Store);
        if (!TryFind(table, lease.Context, out Extern item) || item.Kind != ExternKind.Table
            || !TableElement.TryGet(lease.Context, item.Table, index, out FunctionHandle function, out _))
        {
            throw new ArgumentException($"The guest's table '{table}' does not have a function at index {index}.", nameof(index));
        }

        GuestFunction callee = GuestFunction.Create(lease.Context, function, $"{table}[{index}]");
        callee.CheckArguments(arguments);
        GuestValue result = default;
        Call(callee, lease.Context, arguments, new Span<GuestValue>(ref result)[..Math.Min(1, callee.ResultCount)]);
        return result;
    }

    /// <summary>Finds the type of a function pointer: of the function at an index of an exported table.</summary>
    /// <param name="table">The name of the exported table; LLVM-based compilers use <c>__indirect_function_table</c>.</param>
    /// <param name="index">The index of the element, from 0.</param>
    /// <returns>The type, or null if the table or the element does not exist, or the element is not a function.</returns>
    /// <exception cref="NotSupportedException">The function takes or returns vectors or references.</exception>
    /// <exception cref="ObjectDisposedException">The store is disposed.</exception>
    public GuestFunctionType? FindTableFunction(string table, ulong index)
    {
        ArgumentNullException.ThrowIfNull(table);
        using StoreLease lease = new(Store);
        return TryFind(table, lease.Context, out Extern item) && item.Kind == ExternKind.Table
            && TableElement.TryGet(lease.Context, item.Table, index, out FunctionHandle function, out _)
            ? NumericTypes.GetFunctionType(lease.Context, function, $"{table}[{index}]")
            : null;
    }

    /// <summary>Releases the host objects. The instance stays in its store, but its further calls of host functions trap.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (HasEnteredViewGuard)
        {
            _binding.Views!.Leave(Store);
        }

        _binding.Release();
        foreach (HostFunctionBinding function in _hostFunctions)
        {
            function.Close();
        }

        if (Store.GetData() == _binding)
        {
            Store.SetData(null);
        }
    }

    private void EnsureCallable()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _binding.Views!.EnsureNone();
        HostStack.EnsureSufficient();
    }

    private void Call(GuestFunction callee, nint context, ReadOnlySpan<GuestValue> arguments, Span<GuestValue> results)
    {
        bool completed = false;
        try
        {
            if (callee.Call(context, arguments, results) is { } failure)
            {
                throw (Exception?)UncaughtGuestException.TryCreate(context, callee.Name, failure) ?? failure;
            }

            completed = true;
        }
        finally
        {
            HasTrapped |= !completed;
        }
    }

    private GuestFunction FindOnce(string name, nint context)
    {
        if (_first?.Name == name)
        {
            return _first;
        }

        if (_others?.GetValueOrDefault(name) is { } known)
        {
            return known;
        }

        GuestFunction function = Find(name, context);
        if (_first is null)
        {
            return _first = function;
        }

        (_others ??= []).Add(name, function);
        return function;
    }

    private GuestFunction Find(string name, nint context)
    {
        if (!TryFind(name, context, out Extern item) || item.Kind != ExternKind.Function)
        {
            throw new ArgumentException(
                $"{(_module is null ? "The guest" : $"Module '{_module.Name}'")} does not export a function '{name}'.", nameof(name));
        }

        return Types is null
            ? GuestFunction.Create(context, item.Function, name)
            : new GuestFunction(name, item.Function, Types.GetOrRead(context, item.Function, name));
    }

    /// <summary>Finds an export. The item does not own a reference: do not use it if it is a shared memory.</summary>
    private unsafe bool TryFind(string name, nint context, out Extern item)
    {
        int maxLength = Encoding.UTF8.GetMaxByteCount(name.Length);
        Span<byte> text = maxLength <= MaxStackLength ? stackalloc byte[maxLength] : new byte[maxLength];
        text = text[..Encoding.UTF8.GetBytes(name, text)];
        InstanceHandle instance = _handle;
        Extern found = default;
        bool exported = Libwasmtime.wasmtime_instance_export_get(context, &instance, text, (nuint)text.Length, &found);
        item = found;
        if (found.Kind == ExternKind.SharedMemory)
        {
            Libwasmtime.wasmtime_extern_delete(&found);
        }

        return exported;
    }
}
