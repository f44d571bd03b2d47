using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Interop;

/// <summary>
/// A handle whose number stays its own while a system call uses it. What the marshaller does for every call, this does for the ones that
/// guests make most: with no handler, as nothing in between throws, and the error's number is asked for only where there is one.
/// </summary>
internal readonly ref struct HeldHandle
{
    private readonly SafeHandle _handle;

    internal HeldHandle(SafeHandle handle)
    {
        bool held = false;
        handle.DangerousAddRef(ref held);
        _handle = handle;
    }

    internal int Number => (int)_handle.DangerousGetHandle();

    /// <summary>Lets the handle go. To be called on a call's result before anything else is, for the number of its error is the C library's last.</summary>
    /// <param name="result">What the call returned.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal nint End(nint result)
    {
        KeepError(result);
        _handle.DangerousRelease();
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
}
