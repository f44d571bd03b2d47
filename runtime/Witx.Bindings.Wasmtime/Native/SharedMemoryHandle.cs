using System;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasmtime.Native;

/// <summary>A reference to a shared memory. Its base never moves and its length never shrinks.</summary>
internal sealed unsafe class SharedMemoryHandle : SafeHandle
{
    /// <summary>Takes a reference over.</summary>
    internal SharedMemoryHandle(nint memory)
        : base(0, ownsHandle: true) => SetHandle(memory);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    internal static GuestMemory Open(nint memory) =>
        new(Libwasmtime.wasmtime_sharedmemory_data(memory), Libwasmtime.wasmtime_sharedmemory_data_size(memory));

    /// <summary>The memory as long as it is now. The view outlives the reference where an instance holds another one.</summary>
    internal GuestMemory Open()
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return Open(handle);
    }

    /// <summary>Another reference to the same memory.</summary>
    internal nint Clone() => Libwasmtime.wasmtime_sharedmemory_clone(this);

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Libwasmtime.wasmtime_sharedmemory_delete(handle);
        return true;
    }
}
