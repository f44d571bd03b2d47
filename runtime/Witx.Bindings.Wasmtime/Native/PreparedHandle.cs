using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasmtime.Native;

/// <summary>A handle to a <c>wasmtime_instance_pre_t</c>, a module with resolved imports. Instantiation is thread-safe.</summary>
internal sealed class PreparedHandle : SafeHandle
{
    internal PreparedHandle(nint prepared)
        : base(0, ownsHandle: true) => SetHandle(prepared);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Libwasmtime.wasmtime_instance_pre_delete(handle);
        return true;
    }
}
