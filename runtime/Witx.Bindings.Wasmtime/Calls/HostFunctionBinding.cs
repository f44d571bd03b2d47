using System;
using System.Runtime.InteropServices;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>The environment of a host function in the engine, which passes a handle to it to <see cref="Thunk"/> at each call.</summary>
/// <remarks>
/// It is bound to a host and an instance, or belongs to a prepared module and finds both through the calling store. The engine owns the
/// handle.
/// </remarks>
internal sealed class HostFunctionBinding
{
    private readonly int _position;

    private readonly object? _prepared;

    /// <summary>Creates the binding of a function to one host.</summary>
    internal HostFunctionBinding(HostFunction function, HostCallHandler? handler, IHostModule host, InstanceBinding binding)
        : this(function, handler)
    {
        Host = host;
        Binding = binding;
    }

    /// <summary>Creates the binding of a function that finds its host through the calling store.</summary>
    /// <param name="function">The function.</param>
    /// <param name="handler">The interceptors around the function, or null.</param>
    /// <param name="position">The index of the host in <see cref="InstanceBinding.Hosts"/>.</param>
    /// <param name="prepared">The value of <see cref="InstanceBinding.Prepared"/> in the instances of the prepared module.</param>
    internal HostFunctionBinding(HostFunction function, HostCallHandler? handler, int position, object prepared)
        : this(function, handler) => (_position, _prepared) = (position, prepared);

    private HostFunctionBinding(HostFunction function, HostCallHandler? handler)
    {
        Function = function;
        Entry = Function.Entry;
        Reentry = Function.Reentry;
        Handler = handler;
        Arguments = function.Signature.Parameters.Length * HostValues.SlotSize;
    }

    internal HostFunction Function { get; }

    internal HostEntry Entry { get; private set; }

    internal ReentrantEntry? Reentry { get; private set; }

    /// <summary>The interceptors around the function, which call it; null if there are none.</summary>
    internal HostCallHandler? Handler { get; private set; }

    /// <summary>The size of the arguments in bytes. The count that the engine passes can be larger: it includes the result.</summary>
    internal int Arguments { get; }

    /// <summary>The host that the function is bound to; null for a function of a prepared module.</summary>
    internal object? Host { get; private set; }

    /// <summary>The instance that the function is bound to; null for a function of a prepared module.</summary>
    internal InstanceBinding? Binding { get; }

    /// <summary>Allocates a handle to this object for the engine. <see cref="Thunk.Release"/> frees it.</summary>
    internal nint Pin() => GCHandle<HostFunctionBinding>.ToIntPtr(new GCHandle<HostFunctionBinding>(this));

    /// <summary>Returns the instance of the calling store, for a function of a prepared module.</summary>
    internal InstanceBinding FindBinding(nint caller) =>
        WasmtimeInternals.GetStore(Libwasmtime.wasmtime_caller_context(caller))?.GetData() is InstanceBinding { Hosts: not null } binding
        && binding.Prepared == _prepared
            ? binding
            : throw new InvalidOperationException(
                "The host of the function is unknown: the guest is disposed, or the data of its store was replaced. "
                + "Do not set the data of the store while the guest is in use.");

    /// <summary>Returns the host of this function in an instance of a prepared module.</summary>
    internal object GetHost(InstanceBinding binding) => binding.Hosts![_position];

    /// <summary>Releases the host. The store may outlive it: further calls of the function trap.</summary>
    internal void Close()
    {
        Host = Binding;
        Entry = static (_, _, _) => throw Disposed();
        Reentry = static (_, _, ref _) => throw Disposed();
        Handler = static (in _) => throw Disposed();
    }

    private static ObjectDisposedException Disposed() => new(nameof(Guest), "The guest that this host function belongs to is disposed.");
}
