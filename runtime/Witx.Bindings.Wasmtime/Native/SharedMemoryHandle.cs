using System;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasmtime.Native;

/// <summary>A handle to a <c>wasmtime_sharedmemory_t</c>. The memory never moves and never shrinks.</summary>
internal sealed class SharedMemoryHandle : SafeHandle
{
    /// <summary>Creates a handle that takes ownership of a reference.</summary>
    internal SharedMemoryHandle(nint memory)
        : base(0, ownsHandle: true) => SetHandle(memory);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Creates a handle with a new reference to the memory of an item.</summary>
    internal static SharedMemoryHandle FromExtern(Extern item) => new(Libwasmtime.wasmtime_sharedmemory_clone(item.SharedMemory));

    internal static unsafe GuestMemory Open(nint memory) =>
        new(Libwasmtime.wasmtime_sharedmemory_data(memory), Libwasmtime.wasmtime_sharedmemory_data_size(memory));

    /// <summary>Returns a view of the memory with its current length.</summary>
    internal GuestMemory Open()
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return Open(handle);
    }

    internal unsafe bool TryGrow(ulong pages, out ulong previousPages)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        ulong previous = 0;
        nint error = Libwasmtime.wasmtime_sharedmemory_grow(handle, pages, &previous);
        GC.KeepAlive(this);
        if (error != 0)
        {
            Libwasmtime.wasmtime_error_delete(error);
        }

        previousPages = error == 0 ? previous : 0;
        return error == 0;
    }

    /// <summary>Creates an item with a new reference, which the caller must delete.</summary>
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
