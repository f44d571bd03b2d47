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

/// <summary>A virtual network within the .NET process, for guests and the embedder. It uses no port or address of the host.</summary>
/// <remarks>
/// Everyone on the network shares its addresses, like the processes of one machine. It has the loopback addresses; guests can add others
/// (<c>port_addr_add</c>). The embedder can listen at any address and thereby replace any server. Members can be called on any thread.
/// </remarks>
/// <example>
/// Connects to a server that runs in a guest:
/// <code>
/// WasiVirtualNetwork network = new();
/// WasiOptions options = new() { Network = WasiNetwork.Virtual(network) };
/// Task&lt;WasiResult&gt; run = program.RunAsync(options);
/// using Stream connection = await network.ConnectAsync(new IPEndPoint(IPAddress.Loopback, 8080));
/// </code>
/// </example>
public sealed class WasiVirtualNetwork
{
    private static readonly SocketKind[] s_kinds =
    [
        new(WasiTypes.AddressFamily.Inet4, SockType.SocketStream, SockProto.Tcp),
        new(WasiTypes.AddressFamily.Inet6, SockType.SocketStream, SockProto.Tcp),
    ];

    /// <summary>Creates a network.</summary>
    /// <param name="hosts">The host names that guests can resolve, with their addresses, or null for <c>localhost</c> only.</param>
    /// <exception cref="ArgumentException">A key of <paramref name="hosts"/> is not a host name.</exception>
    public WasiVirtualNetwork(IReadOnlyDictionary<string, IPAddress[]>? hosts = null) =>
        Network = new VirtualNetwork(new StaticHosts(hosts));

    internal VirtualNetwork Network { get; }

    /// <summary>Starts listening for TCP connections of guests.</summary>
    /// <param name="endPoint">The address, which need not be added to the network, and the port, or 0 for any free port.</param>
    /// <param name="backlog">The maximum number of connections in the accept queue. If it is full, further connections wait.</param>
    /// <returns>The listener. Dispose it to stop listening.</returns>
    /// <exception cref="SocketException">The address is in use (<see cref="SocketError.AddressAlreadyInUse"/>).</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="backlog"/> is zero or negative.</exception>
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

    /// <summary>Connects to a guest; waits until one listens at the address and its accept queue has space.</summary>
    /// <param name="endPoint">The address and port at which the guest listens.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The connection. Dispose the stream to close it.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<Stream> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        VirtualStreamSocket client = new(KindFor(endPoint), Network);
        try
        {
            await Network.BoundAddresses.Changed
                .WaitUntilAsync(() => Network.Connect(client, endPoint) == Errno.Success, cancellationToken)
                .ConfigureAwait(false);
            return new VirtualConnection(client);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private static SocketKind KindFor(IPEndPoint endPoint) =>
        s_kinds[endPoint.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 0 : 1];
}
