using System;
using Microsoft.Extensions.Logging;
using Witx.Bindings.Wasi.Networking;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>The network that a process is on: the one it was given, or one that it has joined. Sockets stay on the one that they were opened on.</summary>
/// <param name="home">The one it was given.</param>
/// <param name="join">Finds what it asks to join; null where it cannot.</param>
/// <param name="log">Where it is told what was refused.</param>
internal sealed class ProcessNetwork(Network home, Func<WasiBridgeRequest, WasiVirtualNetwork?>? join, ILogger log)
{
    private volatile Network? _joined;

    internal Network Current => _joined ?? home;

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

        _joined = network.Network;
        return Errno.Success;
    }

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
