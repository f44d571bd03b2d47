using System.Net;
using System.Threading;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Networking.Virtual;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>The network of a process without network access. To connect, listen, send or resolve fails with <c>Errno.Acces</c>.</summary>
/// <remarks>Sockets can still be created, because programs create them to find out which families and types are supported.</remarks>
/// <param name="log">The log that receives a warning for each refused access.</param>
internal sealed class ClosedNetwork(ILogger log) : Network
{
    /// <summary>A closed network that does not log.</summary>
    internal static readonly ClosedNetwork Silent = new(NullLogger.Instance);

    private VirtualNetwork? _sockets;

    internal override Errno Open(SocketKind kind, ResourceLedger? ledger, out SocketHandle? handle) =>
        LazyInitializer.EnsureInitialized(ref _sockets, static () => new VirtualNetwork(new StaticHosts())).Open(kind, ledger, out handle);

    internal override bool AllowsInbound(EndPoint local) => false;

    internal override Errno CheckAccess(WasiNetworkAccess access, EndPoint endPoint)
    {
        NetworkLog.Refused(log, access, endPoint.ToString());
        return Errno.Acces;
    }

    internal override Errno Resolve(string text, Waiter waiter, out IPAddress[] addresses)
    {
        addresses = [];
        NetworkLog.Refused(log, WasiNetworkAccess.Resolve, text);
        return Errno.Acces;
    }
}
