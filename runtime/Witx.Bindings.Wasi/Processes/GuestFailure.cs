using System;
using System.Diagnostics.CodeAnalysis;
using Wasmtime;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>
/// Translates exceptions of the engine and of the glue to those of this package. Exceptions of host functions are not changed.
/// </summary>
internal static class GuestFailure
{
    /// <summary>Translates an exception. Use it in an exception filter.</summary>
    /// <param name="exception">The exception that a call of the engine threw.</param>
    /// <param name="thread">The thread that threw it.</param>
    /// <param name="failure">The exception to throw instead, with the original one as its cause.</param>
    /// <returns>False if the exception is not one of the engine or the glue.</returns>
    internal static bool TryTranslate(Exception exception, WasiThread thread, [NotNullWhen(true)] out WasiException? failure)
    {
        string program = thread.Process.ProgramName;
        failure = Guest.IsThrownByHost(exception) ? null : exception switch
        {
            UnresolvedImportsException unresolved => new WasiProgramException(unresolved.Message, unresolved),
            UnsupportedModuleException unsupported => new WasiProgramException(unsupported.Message, unsupported),
            TrapException { Type: TrapCode.OutOfFuel } trap => new WasiLimitException(
                nameof(WasiLimits.Fuel),
                $"'{program}' used up its fuel. Raise '{nameof(WasiLimits)}.{nameof(WasiLimits.Fuel)}' if it is too low.",
                trap),
            TrapException trap => new WasiTrapException(trap, thread.Description),
            GuestFaultException or WitxTrapException { IsRaisedByGlue: true } =>
                new WasiTrapException((WitxTrapException)exception, thread.Description),
            WasmtimeException other => new WasiException($"Cannot run '{program}': {other.Message}", other),
            _ => null,
        };
        return failure is not null;
    }
}
