using System;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasmtime.Native;

/// <summary>A reference to a shared memory. Its base never moves and its length never shrinks.</summary>
internal sealed class SharedMemoryHandle : SafeHandle
{
    /// <summary>Takes a reference over.</summary>
    internal SharedMemoryHandle(nint memory)
        : base(0, ownsHandle: true) => SetHandle(memory);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Another reference to an item's memory.</summary>
    internal static SharedMemoryHandle FromExtern(Extern item) => new(Libwasmtime.wasmtime_sharedmemory_clone(item.SharedMemory));

    internal static unsafe GuestMemory Open(nint memory) =>
        new(Libwasmtime.wasmtime_sharedmemory_data(memory), Libwasmtime.wasmtime_sharedmemory_data_size(memory));

    /// <summary>The memory as long as it is now.</summary>
    internal GuestMemory Open()
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return Open(handle);
    }

    /// <summary>An item with a reference of its own.</summary>
    internal Extern ToExtern()
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        Extern item = new() { Kind = ExternKind.SharedMemory, SharedMemory = Libwasmtime.wasmtime_sharedmemory_clone(handle) };
        GC.KeepAlive(this);
        return item;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Libwasmtime.wasmtime_sharedmemory_delete(handle);
        return true;
    }
}
