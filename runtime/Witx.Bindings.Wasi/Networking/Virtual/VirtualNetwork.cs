using System.Net;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi.Networking.Virtual;

/// <summary>An in-memory network. All its sockets share its addresses, as the processes of one machine do.</summary>
/// <param name="hosts">The host names that the network resolves.</param>
internal sealed class VirtualNetwork(StaticHosts hosts) : Network
{
    private readonly VirtualNetworkPort _port = new();

    internal override NetworkPort Port => _port;

    internal override Network EmbedderSocketNetwork => ClosedNetwork.Silent;

    /// <summary>The sockets by the address that they are bound to.</summary>
    internal BoundAddresses BoundAddresses { get; } = new();

    internal override Errno Open(SocketKind kind, ResourceLedger? ledger, out SocketHandle? handle)
    {
        handle = kind.IsStream ? new VirtualStreamSocket(kind, this, ledger) : new VirtualDatagramSocket(kind, this, ledger);
        return Errno.Success;
    }

    internal override bool AllowsInbound(EndPoint local) => true;

    internal override Errno CheckAccess(WasiNetworkAccess access, EndPoint endPoint) => Errno.Success;

    internal override Errno Resolve(string text, Waiter waiter, out IPAddress[] addresses)
    {
        addresses = [];
        if (AddressText.TryParse(text, out IPAddress? address))
        {
            addresses = [address];
            return Errno.Success;
        }

        return !HostName.TryParse(text, out string? name) ? Errno.Inval
            : hosts.TryFind(name, out addresses) && addresses.Length > 0 ? Errno.Success
            : Errno.Noent;
    }

    /// <summary>Returns true if an address belongs to the network's own interface, so that sockets can be bound to it.</summary>
    internal bool IsLocal(EndPoint endPoint) => endPoint is not IPEndPoint ip || _port.IsLocal(ip.Address);

    /// <summary>Returns the error for an address that no socket receives at.</summary>
    /// <returns>
    /// <c>Errno.Connrefused</c> (ECONNREFUSED) for a local address, <c>Errno.Hostunreach</c> (EHOSTUNREACH) for one with a route,
    /// <c>Errno.Netunreach</c> (ENETUNREACH) otherwise.
    /// </returns>
    internal Errno GetUnreachableError(EndPoint endPoint) =>
        IsLocal(endPoint) ? Errno.Connrefused
        : _port.HasRoute(((IPEndPoint)endPoint).Address) ? Errno.Hostunreach
        : Errno.Netunreach;

    /// <summary>Connects a stream socket to the socket that listens at an address.</summary>
    /// <param name="client">The stream socket. An unbound one is bound to an ephemeral port.</param>
    /// <param name="peer">The address to connect to.</param>
    /// <returns>
    /// <c>Errno.Again</c> (EAGAIN) while the listener's backlog is full: try again when <see cref="BoundAddresses.Changed"/> is woken.
    /// <c>Errno.Nobufs</c> (ENOBUFS) if the host memory limit of one of the two processes is reached.
    /// </returns>
    internal Errno Connect(VirtualStreamSocket client, EndPoint peer)
    {
        peer = peer.ResolveWildcard();
        if (BoundAddresses.Find(SockType.SocketStream, peer) is not VirtualStreamSocket listener)
        {
            return GetUnreachableError(peer);
        }

        if (client.Local is null && client.Bind(EndPointExtensions.GetWildcard(client.Kind.Family)) is var error && error != Errno.Success)
        {
            return error;
        }

        if (!listener.HasBacklogSpace)
        {
            return Errno.Again;
        }

        if (!Pipe.TryCreate(listener.Ledger, out Pipe? toServer))
        {
            return Errno.Nobufs;
        }

        if (!Pipe.TryCreate(client.Ledger, out Pipe? toClient))
        {
            toServer.CloseReader();
            return Errno.Nobufs;
        }

        EndPoint source = GetSourceEndPoint(client.Local!, peer);
        VirtualStreamSocket connection = new(listener.Kind, this, listener.Ledger, peer, source, toServer, toClient);
        if (!listener.TryEnqueue(connection))
        {
            toServer.CloseReader();
            toClient.CloseReader();
            return Errno.Again;
        }

        client.CompleteConnect(source, peer, toClient, toServer);
        return Errno.Success;
    }

    /// <summary>Returns the source address that a peer sees: for a wildcard address, the interface address that reaches the peer.</summary>
    /// <param name="local">The address that the socket is bound to.</param>
    /// <param name="peer">The address of the peer.</param>
    /// <param name="before">The previous result, which is returned again if it is still right, so that sending does not allocate.</param>
    internal EndPoint GetSourceEndPoint(EndPoint local, EndPoint peer, EndPoint? before = null)
    {
        if (local is not IPEndPoint ip || !(ip.Address.Equals(IPAddress.Any) || ip.Address.Equals(IPAddress.IPv6Any)))
        {
            return local;
        }

        IPAddress source = _port.GetSourceAddress(((IPEndPoint)peer).Address);
        return before is IPEndPoint same && same.Port == ip.Port && same.Address.Equals(source) ? same : new IPEndPoint(source, ip.Port);
    }
}
