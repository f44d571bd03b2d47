using Wasmtime;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>
/// Thrown in a host function whose call of the guest ended by a WebAssembly exception. If it leaves the host function, the exception is
/// thrown in the guest again, where the caller of the host function can catch it: a signal handler can leave by <c>longjmp</c>.
/// </summary>
/// <remarks>The exception itself is kept by the store, as its pending one.</remarks>
/// <param name="function">The name of the guest's function.</param>
/// <param name="failure">The error of the engine.</param>
internal sealed class UncaughtGuestException(string function, WasmtimeException failure)
    : WitxTrapException($"The guest's function '{function}' threw an exception that it does not catch.", failure)
{
    /// <summary>Creates the exception for a call that failed; null if the guest trapped.</summary>
    internal static UncaughtGuestException? TryCreate(nint context, string function, WasmtimeException failure) =>
        Libwasmtime.wasmtime_context_has_exception(context)
            ? new UncaughtGuestException(function, failure) { IsRaisedByGlue = true, GuestFrames = HostTrap.GetFrames(failure) }
            : null;

    /// <summary>Removes the pending exception of a store, if there is any, because the host has caught it.</summary>
    internal static unsafe void Drop(nint context)
    {
        ExceptionReference exception;
        if (Libwasmtime.wasmtime_context_has_exception(context)
            && Libwasmtime.wasmtime_context_take_exception(context, &exception))
        {
            Libwasmtime.wasmtime_exnref_unroot(&exception);
        }
    }

    /// <summary>Creates the trap with which a host function throws the pending exception of its caller's store again.</summary>
    /// <returns>0 if the store has no pending exception.</returns>
    internal static unsafe nint Rethrow(nint context)
    {
        ExceptionReference exception;
        if (!Libwasmtime.wasmtime_context_take_exception(context, &exception))
        {
            return 0;
        }

        nint trap = Libwasmtime.wasmtime_context_set_exception(context, &exception);
        Libwasmtime.wasmtime_exnref_unroot(&exception);
        return trap;
    }
}
