using System;
using System.Runtime.InteropServices;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Linking;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>
/// One host function as the engine knows it: what it hands back at every call. It is bound to a host and an instance, or belongs to a
/// prepared module and finds both through the store that calls. The engine owns its handle.
/// </summary>
internal sealed class HostFunctionBinding
{
    private readonly int _position;

    private readonly object? _prepared;

    /// <summary>A function of one host.</summary>
    internal HostFunctionBinding(HostDefinition offer, HostCallHandler? handler, IHostModule host, InstanceBinding binding)
        : this(offer, handler)
    {
        Host = host;
        Binding = binding;
    }

    /// <summary>A function of whichever host the calling store has.</summary>
    /// <param name="offer">The function.</param>
    /// <param name="handler">The interceptors around it, or null.</param>
    /// <param name="prepared">What <see cref="InstanceBinding.Prepared"/> of its instances is.</param>
    internal HostFunctionBinding(HostDefinition offer, HostCallHandler? handler, object prepared)
        : this(offer, handler) => _prepared = prepared;

    private HostFunctionBinding(HostDefinition offer, HostCallHandler? handler)
    {
        Function = offer.Function;
        Entry = Function.Entry;
        Reentry = Function.Reentry;
        Handler = handler;
        Arguments = offer.Function.Signature.Parameters.Length * HostValues.SlotSize;
        _position = offer.Host;
    }

    internal HostFunction Function { get; }

    internal HostEntry Entry { get; private set; }

    internal ReentrantEntry? Reentry { get; private set; }

    /// <summary>The interceptors around the function, which call it; null where there are none.</summary>
    internal HostCallHandler? Handler { get; private set; }

    /// <summary>The size of the arguments in bytes. The engine's own count includes a place for the result.</summary>
    internal int Arguments { get; }

    /// <summary>The host, where the function is bound to one.</summary>
    internal object? Host { get; private set; }

    /// <summary>The instance that it is bound to; null if and only if the host is.</summary>
    internal InstanceBinding? Binding { get; }

    /// <summary>A handle for the engine, which <see cref="Thunk.Release"/> frees.</summary>
    internal nint Pin() => GCHandle<HostFunctionBinding>.ToIntPtr(new GCHandle<HostFunctionBinding>(this));

    /// <summary>The prepared instance that the calling store is for.</summary>
    internal InstanceBinding FindBinding(nint caller) =>
        WasmtimeInternals.StoreOf(Libwasmtime.wasmtime_caller_context(caller))?.GetData() is InstanceBinding { Hosts: not null } binding
        && binding.Prepared == _prepared
            ? binding
            : throw new InvalidOperationException(
                "The guest is disposed, or the data of its store was replaced, by which host functions find their host.");

    /// <summary>The host of this function in a prepared instance.</summary>
    internal object HostOf(InstanceBinding binding) => binding.Hosts![_position];

    /// <summary>Lets the host go, though the store may live on; a guest that calls it nevertheless is trapped.</summary>
    internal void Close()
    {
        Host = Binding;
        Entry = static (_, _, _) => throw Disposed();
        Reentry = static (_, _, ref _) => throw Disposed();
        Handler = static (in _) => throw Disposed();
    }

    private static ObjectDisposedException Disposed() => new(nameof(Guest), "The guest that this host function belongs to is disposed.");
}
