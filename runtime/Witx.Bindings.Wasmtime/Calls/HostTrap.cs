using System;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Text;
using Wasmtime;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>How what a host function throws crosses the guest: as a trap, with the exception itself waiting beside it.</summary>
internal static class HostTrap
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
        return Libwasmtime.wasmtime_trap_new(message, (nuint)message.Length);
    }

    /// <summary>Throws if a call into the engine failed: what a host function threw, else the engine's own account.</summary>
    internal static void ThrowIfAny(nint error, nint trap)
    {
        if (Failure(error, trap) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Throws if a call into the engine failed by what a host function threw, else gives the engine's own account.</summary>
    internal static WasmtimeException? Failure(nint error, nint trap)
    {
        if (trap != 0)
        {
            return WasmtimeInternals.Trap(trap);
        }

        if (error == 0)
        {
            return null;
        }

        Exception? thrown = Take();
        if (thrown is null)
        {
            return WasmtimeInternals.Error(error);
        }

        if (thrown is WitxTrapException { GuestFrames: [] } fault)
        {
            fault.GuestFrames = Frames(WasmtimeInternals.Error(error));
        }
        else
        {
            Libwasmtime.wasmtime_error_delete(error);
        }

        ExceptionDispatchInfo.Throw(thrown);
        return null;
    }

    private static string[] Frames(WasmtimeException error) =>
        [.. (error.Frames ?? []).Select(static frame => $"{Known(frame.ModuleName)}!{Known(frame.FunctionName)} at 0x{frame.ModuleOffset:x}")];

    private static string Known(string? name) => string.IsNullOrEmpty(name) ? "<unknown>" : name;

    private static Exception? Take()
    {
        ref Exception? pending = ref WasmtimeInternals.Pending;
        Exception? thrown = pending;
        pending = null;
        return thrown;
    }
}
