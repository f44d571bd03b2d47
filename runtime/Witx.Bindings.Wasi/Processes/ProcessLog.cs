using System;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>Log messages about the lifetime of a process, and the scopes that name a process and its thread in all messages.</summary>
internal static partial class ProcessLog
{
    [SuppressMessage("Naming", "CA1727", Justification = "The fields have the names of the tags of spans.")]
    private static readonly Func<ILogger, uint, string, uint, IDisposable?> s_threadScope =
        LoggerMessage.DefineScope<uint, string, uint>("process {wasi.pid} '{wasi.program}', thread {wasi.tid}");

    /// <summary>
    /// Begins a scope for everything that the calling thread of the host logs while it runs a thread of the guest: messages of this package
    /// and those of the embedder's hosts.
    /// </summary>
    /// <returns>The scope to dispose on the same thread; null without one, or if the process can have no others beside it.</returns>
    internal static IDisposable? BeginScope(WasiThread thread)
    {
        WasiProcess process = thread.Process;
        return process.Launcher is null && process.Threads.Launcher is null
            ? null
            : s_threadScope(process.Log, process.Id, process.ProgramName, thread.Id);
    }

    [LoggerMessage(60, LogLevel.Warning, "A step of the cleanup of process {pid} failed; the remaining steps still run.")]
    internal static partial void CleanupStepFailed(ILogger log, uint pid, Exception exception);

    [LoggerMessage(61, LogLevel.Warning, "The stream behind {stream} failed; the call of the guest returned an error.")]
    internal static partial void StreamFailed(ILogger log, string stream, Exception exception);

    [LoggerMessage(62, LogLevel.Debug, "Process {pid} of process {parent} starts '{program}'.")]
    internal static partial void ProcessStarted(ILogger log, uint pid, uint parent, string program);

    [LoggerMessage(63, LogLevel.Debug, "Process {pid} '{program}' ended with exit code {code}.")]
    internal static partial void ProcessEnded(ILogger log, uint pid, string program, int code);

    [LoggerMessage(64, LogLevel.Warning, "Process {pid} '{program}' trapped. Its parent sees that a signal ended it.")]
    internal static partial void ProcessTrapped(ILogger log, uint pid, string program, Exception exception);

    [LoggerMessage(65, LogLevel.Warning, "Process {pid} cannot execute '{program}'; the call of the guest returned an error.")]
    internal static partial void ProgramRejected(ILogger log, uint pid, string program, Exception exception);

    [LoggerMessage(66, LogLevel.Debug, "Process {pid} executes '{program}'.")]
    internal static partial void ProgramReplaced(ILogger log, uint pid, string program);

    [LoggerMessage(
        67,
        LogLevel.Warning,
        "Process {pid} may not execute '{path}': it must be a file on a mount with WasiMount.AllowExecution, or in WasiOptions.Programs.")]
    internal static partial void ProgramNotAllowed(ILogger log, uint pid, string path);

    [LoggerMessage(
        68,
        LogLevel.Warning,
        "Process {pid} cannot read '{path}' to execute it: its size exceeds WasiLimits.MaxProgramSize, or the rest of "
        + "WasiLimits.MaxHostMemory. Raise the limit, or add the program to WasiOptions.Programs.")]
    internal static partial void ProgramTooLarge(ILogger log, uint pid, string path);

    [LoggerMessage(
        69,
        LogLevel.Warning,
        "Process {pid} cannot start '{program}': its memory exceeds WasiLimits.MaxMemory, or the rest of WasiLimits.MaxTotalMemory.")]
    internal static partial void ProgramNeedsMemory(ILogger log, uint pid, string program);

    [LoggerMessage(
        75,
        LogLevel.Warning,
        "Process {pid} cannot fork, because '{program}' is not instrumented with Asyncify. Build it for a memory of 32 bits with "
        + "'wasm-opt --asyncify', and export '__stack_pointer' and '__data_end'.")]
    internal static partial void ForkNotSupported(ILogger log, uint pid, string program);
}
