using Microsoft.Extensions.Logging;
using Witx.Bindings.Wasi.Diagnostics;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>Logs the network requests that a policy denied or audited.</summary>
internal static partial class NetworkLog
{
    /// <summary>Logs that a policy refused an access.</summary>
    /// <param name="log">The log.</param>
    /// <param name="access">The refused access.</param>
    /// <param name="target">The address or host name of the request, which is escaped for the log. May be null.</param>
    internal static void Refused(ILogger log, WasiNetworkAccess access, string? target)
    {
        if (log.IsEnabled(LogLevel.Warning))
        {
            Refused(log, access.ToString(), PrintableText.From(target ?? ""));
        }
    }

    /// <summary>Logs a denied request as a warning, and an audited one as information.</summary>
    /// <inheritdoc cref="Refused(ILogger, WasiNetworkAccess, string?)"/>
    internal static void Decided(ILogger log, WasiPolicyDecision decision, WasiNetworkAccess access, string? target)
    {
        if (!decision.IsAllowed)
        {
            Refused(log, access, target);
        }
        else if (decision.IsAudited && log.IsEnabled(LogLevel.Information))
        {
            Audited(log, access.ToString(), PrintableText.From(target ?? ""));
        }
    }

    /// <summary>Logs that the embedder refused a <c>port_bridge</c> call.</summary>
    internal static void BridgeRefused(ILogger log, string network)
    {
        if (log.IsEnabled(LogLevel.Warning))
        {
            Refused(log, "Bridge", PrintableText.From(network));
        }
    }

    [LoggerMessage(
        200, LogLevel.Warning, "Refused {access} network access to '{target}'. Allow it in the network configuration of the process.")]
    private static partial void Refused(ILogger log, string access, string target);

    [LoggerMessage(202, LogLevel.Information, "The network policy allowed {access} network access to '{target}'.")]
    private static partial void Audited(ILogger log, string access, string target);
}
