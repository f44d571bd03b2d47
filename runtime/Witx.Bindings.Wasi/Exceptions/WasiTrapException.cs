using System;
using System.Collections.Generic;
using System.Linq;
using Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>
/// The exception that is thrown when a WASI program traps, for example by an out-of-bounds memory access or <c>unreachable</c>.
/// </summary>
/// <remarks>
/// A system call traps too if a pointer argument is misaligned or outside the guest's memory. The message names the process and the thread,
/// unless the main thread of the process that you started trapped.
/// </remarks>
public sealed class WasiTrapException : WasiException
{
    /// <summary>Creates an exception with the default message of its type.</summary>
    public WasiTrapException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The reason for the trap, as a sentence.</param>
    public WasiTrapException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and the exception that caused it.</summary>
    /// <param name="message">The reason for the trap, as a sentence.</param>
    /// <param name="innerException">The exception that caused this one.</param>
    public WasiTrapException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <param name="trap">The exception of the engine.</param>
    /// <param name="thread">The thread and its process; null for the main thread of the first process.</param>
    internal WasiTrapException(TrapException trap, string? thread)
        : this(GetMessage(trap, thread), trap)
    {
        Kind = trap.Type;
        GuestFrames =
        [
            .. (trap.Frames ?? []).Select(
                static frame => $"{NameOrUnknown(frame.ModuleName)}!{NameOrUnknown(frame.FunctionName)} at 0x{frame.ModuleOffset:x}"),
        ];
    }

    /// <inheritdoc cref="WasiTrapException(TrapException, string)"/>
    internal WasiTrapException(WitxTrapException trap, string? thread)
        : this(GetMessage(trap, thread), trap) => GuestFrames = trap.GuestFrames;

    /// <summary>Gets the engine's trap code, or null if a system call trapped or the exception was not created by the host.</summary>
    public TrapCode? Kind { get; }

    /// <summary>
    /// Gets the program's call stack at the trap, innermost frame first, as text of the form <c>module!function at 0x1a2b</c>.
    /// </summary>
    /// <remarks>The hexadecimal number is the offset of the instruction in the module's binary. Empty if no stack is known.</remarks>
    public IReadOnlyList<string> GuestFrames { get; } = [];

    private static string GetMessage(Exception trap, string? thread) => thread is null ? trap.Message : $"{thread} trapped: {trap.Message}";

    private static string NameOrUnknown(string? name) => string.IsNullOrEmpty(name) ? "<unknown>" : name;
}
