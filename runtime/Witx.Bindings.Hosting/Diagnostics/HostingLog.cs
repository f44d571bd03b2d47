using System;
using Microsoft.Extensions.Logging;

namespace Witx.Bindings.Hosting.Diagnostics;

/// <summary>The log messages of the package.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(1, LogLevel.Information, "Compiling the WASI program '{program}'.")]
    internal static partial void Compiling(ILogger log, string program);

    [LoggerMessage(
        2, LogLevel.Information, "Compiled the WASI program '{program}' in {milliseconds:F0} ms, {compiled} of {total}.")]
    internal static partial void Compiled(ILogger log, string program, double milliseconds, int compiled, int total);

    [LoggerMessage(3, LogLevel.Warning, "A run of the WASI program '{program}' failed.")]
    internal static partial void RunFailed(ILogger log, string program, Exception exception);
}
