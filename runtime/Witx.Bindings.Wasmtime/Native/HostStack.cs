using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasmtime.Native;

/// <summary>Checks the stack of a host thread before it enters a guest.</summary>
/// <remarks>
/// Wasmtime allows a guest to use <c>max_wasm_stack</c> bytes from the point of entry, even if the thread has less stack left. A guest that
/// reaches the end of the thread's stack aborts the process.
/// </remarks>
internal static unsafe partial class HostStack
{
    // Wasmtime's default for max_wasm_stack, and the reserve for the host functions that a guest calls at its limit.
    private const nuint GuestStack = 512 << 10;
    private const nuint HostReserve = 128 << 10;

    // The end of the stack if the system does not report it. All threads then pass the check.
    private const nuint Unknown = 1;

    [ThreadStatic]
    private static nuint s_end;

    /// <summary>Checks that the calling thread has enough stack left for a guest and its host functions: 640 KiB.</summary>
    /// <exception cref="InsufficientExecutionStackException">The thread has less stack left.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void EnsureSufficient()
    {
        byte marker;
        nuint end = s_end;
        if (end == 0)
        {
            end = s_end = Math.Max(Unknown, FindEnd());
        }

        nuint left = (nuint)(&marker) - end;
        if (left < GuestStack + HostReserve)
        {
            ThrowInsufficient(left);
        }
    }

    [DoesNotReturn]
    private static void ThrowInsufficient(nuint left) => throw new InsufficientExecutionStackException(
        $"The thread has {left >> 10} KiB of stack left, but a guest requires {(GuestStack + HostReserve) >> 10} KiB. "
        + "Run guests on a thread with a larger stack.");

    private static nuint FindEnd()
    {
        if (OperatingSystem.IsWindows())
        {
            GetCurrentThreadStackLimits(out nuint low, out _);
            return low;
        }

        // The functions are in the C library or in the thread library, both of which the .NET runtime has loaded.
        nint program = NativeLibrary.GetMainProgramHandle();
        return OperatingSystem.IsMacOS() ? FindMacEnd(program) : FindLinuxEnd(program);
    }

    /// <summary>Returns the lowest address of the thread's stack: see the manual page pthread_getattr_np(3).</summary>
    private static nuint FindLinuxEnd(nint program)
    {
        // The size of pthread_attr_t is 56 or 64 bytes in glibc, and less in musl.
        const int AttributesLength = 256;
        if (!NativeLibrary.TryGetExport(program, "pthread_self", out nint self)
            || !NativeLibrary.TryGetExport(program, "pthread_getattr_np", out nint getAttributes)
            || !NativeLibrary.TryGetExport(program, "pthread_attr_getstack", out nint getStack)
            || !NativeLibrary.TryGetExport(program, "pthread_attr_destroy", out nint destroy))
        {
            return Unknown;
        }

        byte* attributes = stackalloc byte[AttributesLength];
        nuint low = Unknown;
        nuint size;
        if (((delegate* unmanaged<nint, byte*, int>)getAttributes)(((delegate* unmanaged<nint>)self)(), attributes) == 0)
        {
            _ = ((delegate* unmanaged<byte*, nuint*, nuint*, int>)getStack)(attributes, &low, &size);
            _ = ((delegate* unmanaged<byte*, int>)destroy)(attributes);
        }

        return low;
    }

    private static nuint FindMacEnd(nint program)
    {
        if (!NativeLibrary.TryGetExport(program, "pthread_self", out nint self)
            || !NativeLibrary.TryGetExport(program, "pthread_get_stackaddr_np", out nint getTop)
            || !NativeLibrary.TryGetExport(program, "pthread_get_stacksize_np", out nint getSize))
        {
            return Unknown;
        }

        nint thread = ((delegate* unmanaged<nint>)self)();
        return ((delegate* unmanaged<nint, nuint>)getTop)(thread) - ((delegate* unmanaged<nint, nuint>)getSize)(thread);
    }

    [LibraryImport("kernel32")]
    private static partial void GetCurrentThreadStackLimits(out nuint low, out nuint high);
}
