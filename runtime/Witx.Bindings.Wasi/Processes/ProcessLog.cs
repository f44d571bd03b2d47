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
}
