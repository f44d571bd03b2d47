using System;
using System.Runtime.ExceptionServices;
using System.Text;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>How what a host function throws crosses the guest: as a trap, with the exception itself waiting beside it.</summary>
internal static unsafe class Trap
{
    /// <summary>A native trap, for which the thread keeps the exception until the embedder's call takes it.</summary>
    internal static nint From(Exception exception)
    {
        byte[] message;
        try
        {
            message = Encoding.UTF8.GetBytes(exception.Message);
        }
        catch (Exception)
        {
            message = [];
        }

        WasmtimeInternals.Pending = exception;
        fixed (byte* text = message)
        {
            return Libwasmtime.wasmtime_trap_new(text, (nuint)message.Length);
        }
    }

    /// <summary>Throws if a call into the engine failed: what a host function threw, else the engine's own account with the guest's frames.</summary>
    internal static void ThrowIfAny(nint error, nint trap)
    {
        if (error != 0)
        {
            if (Take() is { } thrown)
            {
                Libwasmtime.wasmtime_error_delete(error);
                ExceptionDispatchInfo.Throw(thrown);
            }

            throw WasmtimeInternals.Error(error);
        }

        if (trap != 0)
        {
            throw WasmtimeInternals.Trap(trap);
        }
    }

    private static Exception? Take()
    {
        ref Exception? pending = ref WasmtimeInternals.Pending;
        Exception? thrown = pending;
        pending = null;
        return thrown;
    }
}
