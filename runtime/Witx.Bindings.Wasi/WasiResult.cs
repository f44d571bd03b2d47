using System;
using System.Collections.Generic;

namespace Witx.Bindings.Wasi;

/// <summary>The outcome of a run that ended by itself: its exit code, and the resources that it used. It is immutable.</summary>
public sealed class WasiResult
{
    internal WasiResult(int exitCode) => ExitCode = exitCode;

    /// <summary>Gets the exit code that the program passed to <c>proc_exit</c>; 0 if it returned from <c>_start</c>.</summary>
    /// <remarks>The guest passes 32 bits. A code above 2,147,483,647 is negative here.</remarks>
    public int ExitCode { get; }

    /// <summary>Gets the time from the creation of the process to the end of the guest, host functions included.</summary>
    /// <remarks>Compilation and waiting for capacity are not included.</remarks>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>Gets the largest size of the guest's linear memory in bytes; 0 if it neither exports nor imports one.</summary>
    /// <remarks>A linear memory never shrinks, so this is its size at the end.</remarks>
    public long PeakMemory { get; internal init; }

    /// <summary>Gets the number of bytes that the guest read from files, streams and sockets.</summary>
    public long BytesRead { get; internal init; }

    /// <summary>Gets the number of bytes that the guest wrote to files, streams and sockets.</summary>
    public long BytesWritten { get; internal init; }

    /// <summary>
    /// Gets the first failure of each standard stream, in the order of the descriptors; empty if none failed. The last flush is included.
    /// </summary>
    /// <remarks>
    /// A stream that fails does not change the outcome of a run: the guest's call returns <c>Errno.Io</c> (EIO), and the guest continues.
    /// If the run ends in an exception, get them from <see cref="WasiProcess.StreamFailures"/> (<see cref="WasiOptions.Started"/>).
    /// </remarks>
    public IReadOnlyList<WasiStreamFailure> StreamFailures { get; internal set; } = [];

    /// <summary>
    /// Gets the number of instructions that all threads and processes of the guest executed, in the engine's unit of fuel; null unless
    /// <see cref="WasiMeasures.Fuel"/> was requested.
    /// </summary>
    public long? Fuel { get; internal init; }

    /// <summary>
    /// Gets the number of host functions that the guest called; null unless <see cref="WasiMeasures.Calls"/> was requested.
    /// </summary>
    public long? Calls { get; internal init; }

    /// <summary>
    /// Gets the processor time of the thread during the run, host functions included; null unless
    /// <see cref="WasiMeasures.ProcessorTime"/> was requested and the system can measure it.
    /// </summary>
    public TimeSpan? ProcessorTime { get; internal init; }
}
