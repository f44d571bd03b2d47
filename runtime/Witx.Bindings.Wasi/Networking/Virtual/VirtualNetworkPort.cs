using System;
using System.Collections.Generic;
using System.Net;
using System.Net.NetworkInformation;
using System.Threading;

namespace Witx.Bindings.Wasi.Networking.Virtual;

/// <summary>The port of a network within the process: the addresses and routes are those of whoever is on it to manage. It has the loopback besides.</summary>
internal sealed class VirtualNetworkPort : NetworkPort
{
    /// <summary>The most addresses, routes or groups.</summary>
    internal const int MaxCount = 256;

    // What hosts of virtual machines give to their first guest.
    private static readonly NetworkAddress _offered = new(new IPAddress([10, 0, 2, 15]), 24);
    private static readonly IPAddress _offeredRouter = new([10, 0, 2, 2]);

    // An address of this kind belongs to no maker of hardware.
    private static readonly PhysicalAddress _hardware = new([0x02, 0x00, 0x00, 0x00, 0x00, 0x01]);

    private readonly Lock _gate = new();

    // Replaced, never changed.
    private volatile NetworkAddress[] _addresses = [];
    private volatile NetworkRoute[] _routes = [];

    internal override Errno ListAddresses(out IReadOnlyList<NetworkAddress> addresses)
    {
        addresses = _addresses;
        return Errno.Success;
    }

    internal override Errno GetHardwareAddress(out PhysicalAddress address)
    {
        address = _hardware;
        return Errno.Success;
    }

    internal override Errno AcquireAddresses()
    {
        Errno answer = Add(_offered);
        return answer == Errno.Success ? SetGateway(_offeredRouter) : answer;
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

    /// <summary>Whether an address leads to this very network: one that it has, its loopback, or the address of all of them.</summary>
    internal bool IsLocal(IPAddress address)
    {
        IPAddress plain = EndPointExtensions.ToCanonical(address);
        return IPAddress.IsLoopback(plain)
            || plain.Equals(IPAddress.Any)
            || plain.Equals(IPAddress.IPv6Any)
            || Array.Exists(_addresses, own => own.Address.Equals(plain));
    }

    /// <summary>Whether there is a way to an address, even if nobody is there.</summary>
    internal bool HasRoute(IPAddress address) =>
        Array.Exists(_addresses, own => Contains(own, address)) || Array.Exists(_routes, route => Contains(route.Network, address));

    /// <summary>The address from which another is reached.</summary>
    internal IPAddress GetSourceAddress(IPAddress address) => IPAddress.IsLoopback(address) || IsLocal(address) ? address : SelectSourceAddress(address);

    private IPAddress SelectSourceAddress(IPAddress address)
    {
        NetworkAddress near = Array.Find(_addresses, own => Contains(own, address));
        near = near.Address is null ? Array.Find(_addresses, own => own.Address.AddressFamily == address.AddressFamily) : near;
        return near.Address
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
