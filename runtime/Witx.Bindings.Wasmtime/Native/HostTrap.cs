using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text;
using Wasmtime;

namespace Witx.Bindings.Wasmtime.Native;

/// <summary>
/// Carries exceptions of host functions across guest frames: as a native trap, with the exception kept in a thread static.
/// </summary>
internal static class HostTrap
{
    // Exceptions of types that the engine and this package throw too. For other types the question does not arise.
    private static readonly ConditionalWeakTable<Exception, object> s_thrownByHosts = [];

    /// <summary>True if a host function threw an exception of a type that the engine and this package throw too.</summary>
    internal static bool IsThrownByHost(Exception exception) => s_thrownByHosts.TryGetValue(exception, out _);

    /// <summary>Creates a native trap. The thread keeps the exception until the embedder's call throws it.</summary>
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

        if (exception is WasmtimeException or UnresolvedImportsException or UnsupportedModuleException)
        {
            s_thrownByHosts.AddOrUpdate(exception, exception);
        }

        WasmtimeInternals.Pending = exception;
        return Libwasmtime.wasmtime_trap_new(message, (nuint)message.Length);
    }

    /// <summary>Throws if a call into the engine failed: the exception of a host function, otherwise the error of the engine.</summary>
    internal static void ThrowIfAny(nint error, nint trap)
    {
        if (TakeFailure(error, trap) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>
    /// Throws the exception of a host function if it made a call into the engine fail, otherwise returns the engine's error.
    /// </summary>
    /// <param name="error">A <c>wasmtime_error_t</c> or 0. This method takes ownership.</param>
    /// <param name="trap">A <c>wasm_trap_t</c> or 0. This method takes ownership.</param>
    /// <returns>The error of the engine, or null if the call succeeded.</returns>
    internal static WasmtimeException? TakeFailure(nint error, nint trap)
    {
        if (trap != 0)
        {
            return WasmtimeInternals.Trap(trap);
        }

        if (error == 0)
        {
            return null;
        }

        Exception? thrown = TakePending();
        if (thrown is null)
        {
            return WasmtimeInternals.Error(error);
        }

        if (thrown is WitxTrapException { GuestFrames: [] } fault)
        {
            fault.GuestFrames = GetFrames(WasmtimeInternals.Error(error));
        }
        else
        {
            Libwasmtime.wasmtime_error_delete(error);
        }

        ExceptionDispatchInfo.Throw(thrown);
        return null;
    }

    /// <summary>Returns the guest functions on the stack, innermost first.</summary>
    internal static string[] GetFrames(WasmtimeException error) =>
        [
            .. (error.Frames ?? []).Select(static frame =>
                $"{NameOrUnknown(frame.ModuleName)}!{NameOrUnknown(frame.FunctionName)} at 0x{frame.ModuleOffset:x}"),
        ];

    private static string NameOrUnknown(string? name) => string.IsNullOrEmpty(name) ? "<unknown>" : name;

    private static Exception? TakePending()
    {
        ref Exception? pending = ref WasmtimeInternals.Pending;
        Exception? thrown = pending;
        pending = null;
        return thrown;
    }
}
