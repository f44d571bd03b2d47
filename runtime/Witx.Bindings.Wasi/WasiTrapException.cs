using System;
using System.Collections.Generic;
using System.Linq;
using Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>A program trapped, or a system call ended it because of a malformed argument.</summary>
public sealed class WasiTrapException : WasiException
{
    /// <summary>Creates an exception without a message.</summary>
    public WasiTrapException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">Why the program trapped.</param>
    public WasiTrapException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a cause.</summary>
    /// <param name="message">Why the program trapped.</param>
    /// <param name="innerException">The cause.</param>
    public WasiTrapException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal WasiTrapException(TrapException trap)
        : this(trap.Message, trap)
    {
        Kind = trap.Type;
        GuestFrames = [.. (trap.Frames ?? []).Select(static frame => $"{Known(frame.ModuleName)}!{Known(frame.FunctionName)} at 0x{frame.ModuleOffset:x}")];
    }

    internal WasiTrapException(WitxTrapException trap)
        : this(trap.Message, trap) => GuestFrames = trap.GuestFrames;

    /// <summary>The engine's kind of trap; null if a system call ended the program.</summary>
    public TrapCode? Kind { get; }

    /// <summary>The functions of the program that were on the stack, innermost first, as the engine names them.</summary>
    public IReadOnlyList<string> GuestFrames { get; } = [];

    private static string Known(string? name) => string.IsNullOrEmpty(name) ? "<unknown>" : name;
}
