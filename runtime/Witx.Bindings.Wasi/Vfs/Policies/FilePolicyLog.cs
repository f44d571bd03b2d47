using System;
using Microsoft.Extensions.Logging;
using Witx.Bindings.Wasi.Diagnostics;

namespace Witx.Bindings.Wasi.Vfs.Policies;

/// <summary>Logs the requests that a file policy denied or audited.</summary>
internal static partial class FilePolicyLog
{
    /// <summary>Logs a denied request as a warning.</summary>
    /// <param name="log">The log.</param>
    /// <param name="access">The requested access.</param>
    /// <param name="guestPath">The guest path of the mount.</param>
    /// <param name="path">The path below the mount. Both paths are escaped for the log.</param>
    internal static void Denied(ILogger log, WasiFileAccess access, string guestPath, ReadOnlySpan<byte> path)
    {
        if (log.IsEnabled(LogLevel.Warning))
        {
            Denied(log, access.ToString(), PrintableText.From(path), PrintableText.From(guestPath));
        }
    }

    /// <summary>Logs an allowed request that the policy audits.</summary>
    /// <inheritdoc cref="Denied(ILogger, WasiFileAccess, string, ReadOnlySpan{byte})"/>
    internal static void Audited(ILogger log, WasiFileAccess access, string guestPath, ReadOnlySpan<byte> path)
    {
        if (log.IsEnabled(LogLevel.Information))
        {
            Audited(log, access.ToString(), PrintableText.From(path), PrintableText.From(guestPath));
        }
    }

    [LoggerMessage(210, LogLevel.Warning, "The file policy denied {access} access to '{path}' below '{mount}'.")]
    private static partial void Denied(ILogger log, string access, string path, string mount);

    [LoggerMessage(211, LogLevel.Information, "The file policy allowed {access} access to '{path}' below '{mount}'.")]
    private static partial void Audited(ILogger log, string access, string path, string mount);
}
