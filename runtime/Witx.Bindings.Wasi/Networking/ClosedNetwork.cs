using System.Net;
using System.Threading;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Networking.Virtual;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>No network. Sockets can be opened, since programs open them to see what there is, and lead nowhere.</summary>
/// <param name="log">Where it is told what guests asked for.</param>
internal sealed class ClosedNetwork(ILogger log) : Network
{
    internal static readonly ClosedNetwork Silent = new(NullLogger.Instance);

    private VirtualNetwork? _nowhere;

    internal override Errno Open(SocketKind kind, ResourceLedger? ledger, out SocketHandle? handle) =>
        LazyInitializer.EnsureInitialized(ref _nowhere, static () => new VirtualNetwork(new StaticHosts())).Open(kind, ledger, out handle);

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
