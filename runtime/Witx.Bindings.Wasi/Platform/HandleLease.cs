using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>
/// A handle whose number stays its own while a system call uses it. The marshaller does so for every call. For the ones that guests make
/// most it is done by hand, with no handler, as nothing in between throws, and the error's number is asked for only where there is one.
/// </summary>
[CustomMarshaller(typeof(HostHandle), MarshalMode.ManagedToUnmanagedIn, typeof(HandleLease))]
internal ref struct HandleLease
{
    private HostHandle? _handle;

    internal HandleLease(HostHandle handle) => FromManaged(handle);

    internal readonly int Number => _handle!.Number;

    /// <summary>Lets the handle go. To be called on a call's result before anything else is, for the number of its error is the C library's last.</summary>
    /// <param name="result">What the call returned.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly nint End(nint result)
    {
        KeepError(result);
        _handle!.Release();
        return result;
    }

    /// <summary>Takes the number of an error from where the C library left it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void KeepError(nint result)
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

    public readonly int ToUnmanaged() => Number;

    public readonly void Free() => _handle?.Release();
}
