using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasmtime.Native;

/// <summary>A handle to a <c>wasmtime_linker_t</c> that is kept, to be copied. Copying is thread-safe.</summary>
internal sealed class LinkerHandle : SafeHandle
{
    /// <summary>Creates a handle that takes ownership of a linker.</summary>
    internal LinkerHandle(nint linker)
        : base(0, ownsHandle: true) => SetHandle(linker);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Libwasmtime.wasmtime_linker_delete(handle);
        return true;
    }
}
