using System;
using Microsoft.Extensions.Logging;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>Log messages about the lifetime of a process.</summary>
internal static partial class ProcessLog
{
    [LoggerMessage(60, LogLevel.Warning, "A step of the process cleanup failed; the remaining steps still run.")]
    internal static partial void CleanupStepFailed(ILogger log, Exception exception);

    [LoggerMessage(61, LogLevel.Warning, "The stream behind {stream} failed; the call of the guest returned an error.")]
    internal static partial void StreamFailed(ILogger log, string stream, Exception exception);

    [LoggerMessage(62, LogLevel.Debug, "Process {pid} of process {parent} starts '{program}'.")]
    internal static partial void ProcessStarted(ILogger log, uint pid, uint parent, string program);

    [LoggerMessage(63, LogLevel.Debug, "Process {pid} ended with exit code {code}.")]
    internal static partial void ProcessEnded(ILogger log, uint pid, int code);

    [LoggerMessage(64, LogLevel.Warning, "Process {pid} '{program}' trapped. Its parent sees that a signal ended it.")]
    internal static partial void ProcessTrapped(ILogger log, uint pid, string program, Exception exception);

    [LoggerMessage(65, LogLevel.Warning, "The program '{program}' cannot be executed; the call of the guest returned an error.")]
    internal static partial void ProgramRejected(ILogger log, string program, Exception exception);
}
