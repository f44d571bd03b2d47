using System.Net;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi.Networking.Virtual;

/// <summary>A network within the process: all that are on it share its addresses, as the processes of one machine do.</summary>
/// <param name="hosts">The names that it knows.</param>
internal sealed class VirtualNetwork(StaticHosts hosts) : Network
{
    private readonly VirtualNetworkPort _port = new();

    internal override NetworkPort Port => _port;

    internal override Network EmbedderSocketNetwork => ClosedNetwork.Silent;

    /// <summary>Who has which address.</summary>
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

    /// <summary>Whether sockets can have an address.</summary>
    internal bool IsLocal(EndPoint endPoint) => endPoint is not IPEndPoint ip || _port.IsLocal(ip.Address);

    /// <summary>Why nobody answers at an address.</summary>
    internal Errno GetUnreachableError(EndPoint endPoint) =>
        IsLocal(endPoint) ? Errno.Connrefused
        : _port.HasRoute(((IPEndPoint)endPoint).Address) ? Errno.Hostunreach
        : Errno.Netunreach;

    /// <summary>Connects a stream to whoever listens.</summary>
    /// <param name="client">The stream.</param>
    /// <param name="peer">Where to.</param>
    /// <returns><c>nobufs</c> if one of the two processes has no host memory left, <c>again</c> while too many wait there already; when that changes, <see cref="BoundAddresses.Changed"/> is told.</returns>
    internal Errno Connect(VirtualStreamSocket client, EndPoint peer)
    {
        peer = EndPointExtensions.ToDestination(peer);
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

        if (!Pipe.TryCreate(listener.Ledger, out Pipe? there))
        {
            return Errno.Nobufs;
        }

        if (!Pipe.TryCreate(client.Ledger, out Pipe? back))
        {
            there.CloseReader();
            return Errno.Nobufs;
        }

        EndPoint from = GetSourceEndPoint(client.Local!, peer);
        VirtualStreamSocket connection = new(listener.Kind, this, listener.Ledger, peer, from, there, back);
        if (!listener.TryEnqueue(connection))
        {
            there.CloseReader();
            back.CloseReader();
            return Errno.Again;
        }

        client.CompleteConnect(from, peer, back, there);
        return Errno.Success;
    }

    /// <summary>Of a socket at all addresses, the one that a peer sees; mostly the one that was seen before.</summary>
    internal EndPoint GetSourceEndPoint(EndPoint local, EndPoint peer, EndPoint? before = null)
    {
        if (local is not IPEndPoint ip || !(ip.Address.Equals(IPAddress.Any) || ip.Address.Equals(IPAddress.IPv6Any)))
        {
            return local;
        }

        IPAddress near = _port.GetSourceAddress(((IPEndPoint)peer).Address);
        return before is IPEndPoint same && same.Port == ip.Port && same.Address.Equals(near) ? same : new IPEndPoint(near, ip.Port);
    }
}
