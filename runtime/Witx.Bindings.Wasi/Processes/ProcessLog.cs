using System;
using Microsoft.Extensions.Logging;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>The log messages of a process about itself.</summary>
internal static partial class ProcessLog
{
    [LoggerMessage(60, LogLevel.Warning, "A step of the process's end failed; the other steps are taken")]
    internal static partial void EndFailed(ILogger log, Exception exception);
}
