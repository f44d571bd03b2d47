using System;
using Microsoft.Extensions.Logging;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>The current network of a process: the configured one, or one that it joined with <c>port_bridge</c>.</summary>
/// <param name="home">The configured network.</param>
/// <param name="join">Returns the network for a request, or null to refuse it. Null if the process cannot join networks.</param>
/// <param name="log">The log for refused requests.</param>
/// <remarks>A socket stays on the network on which it was created.</remarks>
internal sealed class ProcessNetwork(Network home, Func<WasiBridgeRequest, Network?>? join, ILogger log)
{
    private volatile Network? _joined;

    /// <summary>The network for new sockets, name lookups and the network port.</summary>
    internal Network Current => _joined ?? home;

    /// <summary>Joins a network (<c>port_bridge</c>).</summary>
    /// <returns>
    /// <c>Errno.Notsup</c> without bridges, <c>Errno.Isconn</c> if a network is joined already, <c>Errno.Acces</c> if the request is
    /// refused.
    /// </returns>
    internal Errno Join(WasiBridgeRequest request)
    {
        if (join is null || _joined is not null)
        {
            return join is null ? Errno.Notsup : Errno.Isconn;
        }

        if (join(request) is not { } network)
        {
            NetworkLog.BridgeRefused(log, request.Network);
            return Errno.Acces;
        }

        _joined = network;
        return Errno.Success;
    }

    /// <summary>Returns to the configured network (<c>port_unbridge</c>).</summary>
    /// <returns><c>Errno.Notsup</c> without bridges, <c>Errno.Notconn</c> if no network is joined.</returns>
    internal Errno Leave()
    {
        if (join is null || _joined is null)
        {
            return join is null ? Errno.Notsup : Errno.Notconn;
        }

        _joined = null;
        return Errno.Success;
    }
}
