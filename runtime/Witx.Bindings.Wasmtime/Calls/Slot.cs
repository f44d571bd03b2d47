using System;
using System.Runtime.InteropServices;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>One host function as one instance imports it: what the engine hands back at every call. The engine owns its handle.</summary>
internal sealed class Slot(HostFunction function, HostEntry entry, object host, Binding binding)
{
    internal HostEntry Entry { get; private set; } = entry;

    internal object Host { get; private set; } = host;

    internal Binding Binding { get; } = binding;

    /// <summary>The size of the arguments in bytes. The engine's own count includes the place of a result that is without a parameter's.</summary>
    internal int Arguments { get; } = function.Signature.Parameters.Length * HostValues.SlotSize;

    /// <summary>A handle for the engine, which <see cref="Thunk.Release"/> frees.</summary>
    internal nint Pin() => GCHandle<Slot>.ToIntPtr(new GCHandle<Slot>(this));

    /// <summary>Lets the host go, though the store may live on; a guest that calls it nevertheless is trapped.</summary>
    internal void Close()
    {
        Host = Binding;
        Entry = static (_, _, _) => throw new ObjectDisposedException(nameof(Guest), "The guest that this host function belongs to is disposed.");
    }
}
