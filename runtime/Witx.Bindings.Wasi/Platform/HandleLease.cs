using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>
/// Keeps the file descriptor of a <see cref="HostHandle"/> open during a system call. The P/Invoke marshaller uses it for every call. The
/// most frequent calls use it directly: nothing between the constructor and <see cref="End"/> throws, so that they need no try region, and
/// they read errno only after a failure.
/// </summary>
[CustomMarshaller(typeof(HostHandle), MarshalMode.ManagedToUnmanagedIn, typeof(HandleLease))]
internal ref struct HandleLease
{
    private HostHandle? _handle;

    internal HandleLease(HostHandle handle) => FromManaged(handle);

    internal readonly int Descriptor => _handle!.Descriptor;

    /// <summary>Releases the handle. Must be the first call after the system call, because any other can overwrite errno.</summary>
    /// <param name="result">The result of the system call.</param>
    /// <returns>The same result.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly nint End(nint result)
    {
        SaveError(result);
        _handle!.Release();
        return result;
    }

    /// <summary>Copies errno of a failed system call to <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SaveError(nint result)
    {
        if (result < 0)
        {
            Marshal.SetLastPInvokeError(Marshal.GetLastSystemError());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FromManaged(HostHandle handle)
    {
        handle.Acquire();
        _handle = handle;
    }

    public readonly int ToUnmanaged() => Descriptor;

    public readonly void Free() => _handle?.Release();
}
