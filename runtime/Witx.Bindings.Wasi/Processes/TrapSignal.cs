using Wasmtime;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>The signal that POSIX sends to a process that fails in the way of a trap.</summary>
internal static class TrapSignal
{
    /// <summary>Returns the signal for a trap of the engine, or for one that a host function caused.</summary>
    internal static Signal FromTrap(WasiTrapException trap) => trap.Kind switch
    {
        null => Signal.Segv,
        TrapCode.Unreachable => Signal.Abrt,
        TrapCode.StackOverflow or TrapCode.MemoryOutOfBounds or TrapCode.HeapMisaligned => Signal.Segv,
        TrapCode.IntegerOverflow or TrapCode.IntegerDivisionByZero or TrapCode.BadConversionToInteger => Signal.Fpe,
        _ => Signal.Ill,
    };
}
