using System;
using System.Collections.Generic;
using Wasmtime;
using Witx.Bindings.Wasmtime.Calls;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime;

/// <summary>An instance of a module together with the hosts that it is bound to. Like its store, it is used by one thread at a time.</summary>
public sealed class Guest : IDisposable
{
    private readonly Module _module;

    private readonly InstanceHandle _handle;

    private readonly Slot[] _slots;

    private readonly Dictionary<string, GuestFunction> _functions = [];

    private Instance? _instance;

    private bool _disposed;

    internal Guest(Store store, Module module, InstanceHandle handle, Slot[] slots)
    {
        Store = store;
        _module = module;
        _handle = handle;
        _slots = slots;
    }

    /// <summary>The store that owns the instance.</summary>
    public Store Store { get; }

    /// <summary>
    /// The instance as Wasmtime .NET sees it, for its memories, tables, globals and functions. When a host function throws under one of its
    /// calls, the exception is the <see cref="Exception.InnerException"/> of the <see cref="WasmtimeException"/>.
    /// </summary>
    public Instance Instance => _instance ??= WasmtimeInternals.NewInstance(Store, _handle);

    /// <summary>Calls an exported function.</summary>
    /// <param name="function">The export's name.</param>
    /// <param name="arguments">The arguments, of the very types of the parameters.</param>
    /// <returns>The first result; zero bits when there is none.</returns>
    /// <exception cref="ArgumentException">There is no such function, or it has other parameters.</exception>
    /// <exception cref="TrapException">The guest trapped.</exception>
    /// <remarks>
    /// What a host function throws comes out unchanged. Functions with vectors, references or several results are called through
    /// <see cref="Instance"/>.
    /// </remarks>
    public GuestValue Invoke(string function, params ReadOnlySpan<GuestValue> arguments) => Find(function).Call(Store, arguments);

    /// <summary>Lets the hosts go. The instance itself lives on in its store, but a host function that it calls from now on traps.</summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (Slot slot in _slots)
        {
            slot.Close();
        }
    }

    private GuestFunction Find(string name)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_functions.TryGetValue(name, out GuestFunction? function))
        {
            _functions.Add(name, function = GuestFunction.Find(Store, _module, _handle, name));
        }

        return function;
    }
}
