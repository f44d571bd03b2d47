using Microsoft.Extensions.Logging;
using Witx.Bindings.Wasi.Diagnostics;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>What guests asked of a network that it did not give.</summary>
internal static partial class NetworkLog
{
    internal static void Refused(ILogger log, WasiNetworkAccess access, string? place)
    {
        if (log.IsEnabled(LogLevel.Warning))
        {
            Refused(log, access.ToString(), PrintableText.From(place ?? ""));
        }
    }

    internal static void BridgeRefused(ILogger log, string network)
    {
        if (log.IsEnabled(LogLevel.Warning))
        {
            Refused(log, "Bridge", PrintableText.From(network));
        }
    }

    [LoggerMessage(200, LogLevel.Warning, "network refused access={access} place={place}")]
    private static partial void Refused(ILogger log, string access, string place);
}
