using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Networking;
using Witx.Bindings.Wasi.Networking.Virtual;

namespace Witx.Bindings.Wasi;

/// <summary>A network within the process. All guests that are given it share its addresses, as the processes of one machine do; so does the embedder.</summary>
/// <remarks>It has the loopback; other addresses are for guests to add. The embedder listens at whatever address it likes, and so plays any peer.</remarks>
public sealed class WasiVirtualNetwork
{
    private static readonly SocketKind[] _kinds =
    [
        new(WasiTypes.AddressFamily.Inet4, SockType.SocketStream, SockProto.Tcp),
        new(WasiTypes.AddressFamily.Inet6, SockType.SocketStream, SockProto.Tcp),
    ];

    /// <summary>Makes a network that nobody is on yet.</summary>
    /// <param name="hosts">The names that guests can resolve, besides <c>localhost</c>.</param>
    public WasiVirtualNetwork(IReadOnlyDictionary<string, IPAddress[]>? hosts = null) => Network = new VirtualNetwork(new StaticHosts(hosts));

    internal VirtualNetwork Network { get; }

    /// <summary>Listens for connections of guests.</summary>
    /// <param name="endPoint">At which address; port 0 for any.</param>
    /// <param name="backlog">How many connections may wait to be accepted; others wait to be among them.</param>
    /// <exception cref="SocketException">Another listens there.</exception>
    public WasiVirtualListener Listen(IPEndPoint endPoint, int backlog = 128)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(backlog);
        VirtualStreamSocket listener = new(KindFor(endPoint), Network);
        if (listener.BindUnchecked(endPoint) != Errno.Success)
        {
            listener.Dispose();
            throw new SocketException((int)SocketError.AddressAlreadyInUse);
        }

        _ = listener.Listen(backlog);
        return new WasiVirtualListener(listener);
    }

    /// <summary>Connects to a guest, as soon as one listens and has room for the connection.</summary>
    /// <param name="endPoint">Where it listens.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The connection. Disposing it closes it.</returns>
    public async ValueTask<Stream> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        VirtualStreamSocket client = new(KindFor(endPoint), Network);
        try
        {
            await Network.BoundAddresses.Changed.WaitUntilAsync(() => Network.Connect(client, endPoint) == Errno.Success, cancellationToken).ConfigureAwait(false);
            return new VirtualConnection(client);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private static SocketKind KindFor(IPEndPoint endPoint) =>
        _kinds[endPoint.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 0 : 1];
}
