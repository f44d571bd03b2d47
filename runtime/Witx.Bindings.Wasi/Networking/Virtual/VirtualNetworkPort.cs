using System;
using System.Collections.Generic;
using System.Net;
using System.Net.NetworkInformation;
using System.Threading;

namespace Witx.Bindings.Wasi.Networking.Virtual;

/// <summary>
/// The interface of a virtual network. Guests configure its addresses and routes; the loopback addresses always exist. Thread-safe.
/// </summary>
internal sealed class VirtualNetworkPort : NetworkPort
{
    /// <summary>The maximum number of addresses, of routes, and of multicast groups of a socket.</summary>
    internal const int MaxCount = 256;

    // The addresses of QEMU's user-mode network: 10.0.2.15 for the first guest, 10.0.2.2 for the gateway.
    private static readonly NetworkAddress s_dhcpAddress = new(new IPAddress([10, 0, 2, 15]), 24);
    private static readonly IPAddress s_dhcpGateway = new([10, 0, 2, 2]);

    // Bit 1 of the first byte marks a locally administered MAC address (IEEE 802), which no vendor assigns.
    private static readonly PhysicalAddress s_hardwareAddress = new([0x02, 0x00, 0x00, 0x00, 0x00, 0x01]);

    private readonly Lock _gate = new();

    // Immutable arrays, replaced under the lock, so that readers do not need it.
    private volatile NetworkAddress[] _addresses = [];
    private volatile NetworkRoute[] _routes = [];

    internal override Errno ListAddresses(out IReadOnlyList<NetworkAddress> addresses)
    {
        addresses = _addresses;
        return Errno.Success;
    }

    internal override Errno GetHardwareAddress(out PhysicalAddress address)
    {
        address = s_hardwareAddress;
        return Errno.Success;
    }

    internal override Errno AcquireAddresses()
    {
        Errno error = Add(s_dhcpAddress);
        return error == Errno.Success ? SetGateway(s_dhcpGateway) : error;
    }

    internal override Errno Add(NetworkAddress address)
    {
        lock (_gate)
        {
            NetworkAddress[] others = Array.FindAll(_addresses, other => !other.Address.Equals(address.Address));
            if (!address.IsValid || others.Length >= MaxCount)
            {
                return address.IsValid ? Errno.Nobufs : Errno.Inval;
            }

            _addresses = [.. others, address];
            return Errno.Success;
        }
    }

    internal override Errno RemoveAddress(IPAddress address)
    {
        lock (_gate)
        {
            NetworkAddress[] others = Array.FindAll(_addresses, other => !other.Address.Equals(address));
            bool found = others.Length < _addresses.Length;
            _addresses = others;
            return found ? Errno.Success : Errno.Inval;
        }
    }

    internal override Errno ClearAddresses()
    {
        _addresses = [];
        return Errno.Success;
    }

    internal override Errno SetGateway(IPAddress router)
    {
        bool isV4 = router.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        return Add(new NetworkRoute(new NetworkAddress(isV4 ? IPAddress.Any : IPAddress.IPv6Any, 0), router));
    }

    internal override Errno Add(NetworkRoute route)
    {
        lock (_gate)
        {
            NetworkRoute[] others = Array.FindAll(_routes, other => other.Network != route.Network);
            bool isValid = route.Network.IsValid && route.Network.Address.AddressFamily == route.Router.AddressFamily;
            if (!isValid || others.Length >= MaxCount)
            {
                return isValid ? Errno.Nobufs : Errno.Inval;
            }

            _routes = [.. others, route];
            return Errno.Success;
        }
    }

    internal override Errno RemoveRoute(IPAddress network)
    {
        lock (_gate)
        {
            NetworkRoute[] others = Array.FindAll(_routes, other => !other.Network.Address.Equals(network));
            bool found = others.Length < _routes.Length;
            _routes = others;
            return found ? Errno.Success : Errno.Inval;
        }
    }

    internal override Errno ClearRoutes()
    {
        _routes = [];
        return Errno.Success;
    }

    internal override Errno ListRoutes(out IReadOnlyList<NetworkRoute> routes)
    {
        routes = _routes;
        return Errno.Success;
    }

    /// <summary>Returns true for an address of the interface, a loopback address or a wildcard address.</summary>
    internal bool IsLocal(IPAddress address)
    {
        IPAddress canonical = address.ToCanonical();
        return IPAddress.IsLoopback(canonical)
            || canonical.Equals(IPAddress.Any)
            || canonical.Equals(IPAddress.IPv6Any)
            || Array.Exists(_addresses, own => own.Address.Equals(canonical));
    }

    /// <summary>Returns true if an address is in the network of an interface address or of a route.</summary>
    internal bool HasRoute(IPAddress address) =>
        Array.Exists(_addresses, own => Contains(own, address)) || Array.Exists(_routes, route => Contains(route.Network, address));

    /// <summary>Selects the source address for packets to a destination. A local destination is its own source.</summary>
    internal IPAddress GetSourceAddress(IPAddress address) =>
        IPAddress.IsLoopback(address) || IsLocal(address) ? address : SelectSourceAddress(address);

    private IPAddress SelectSourceAddress(IPAddress address)
    {
        NetworkAddress source = Array.Find(_addresses, own => Contains(own, address));
        source = source.Address is null ? Array.Find(_addresses, own => own.Address.AddressFamily == address.AddressFamily) : source;
        return source.Address
            ?? (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback);
    }

    private static bool Contains(NetworkAddress network, IPAddress address)
    {
        byte[] one = network.Address.GetAddressBytes();
        byte[] other = address.GetAddressBytes();
        int whole = network.Prefix / 8;
        int bits = network.Prefix % 8;
        return one.Length == other.Length
            && one.AsSpan(0, whole).SequenceEqual(other.AsSpan(0, whole))
            && (bits == 0 || (one[whole] ^ other[whole]) >> (8 - bits) == 0);
    }
}
