using System.Collections.Generic;
using System.Net;
using System.Net.NetworkInformation;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>
/// The network interface of a process, with its addresses and routes (WASIX <c>port_*</c>). The base class returns
/// <c>Errno.Notsup</c> (ENOTSUP) for each operation.
/// </summary>
internal class NetworkPort
{
    /// <summary>Lists the addresses of the interface (<c>port_addr_list</c>).</summary>
    internal virtual Errno ListAddresses(out IReadOnlyList<NetworkAddress> addresses)
    {
        addresses = [];
        return Errno.Notsup;
    }

    /// <summary>Gets the MAC address of the interface (<c>port_mac</c>).</summary>
    internal virtual Errno GetHardwareAddress(out PhysicalAddress address)
    {
        address = PhysicalAddress.None;
        return Errno.Notsup;
    }

    /// <summary>Assigns an address and a default gateway, as DHCP does (<c>port_dhcp_acquire</c>).</summary>
    internal virtual Errno AcquireAddresses() => Errno.Notsup;

    /// <summary>Adds an address, or replaces the prefix of an existing one (<c>port_addr_add</c>).</summary>
    internal virtual Errno Add(NetworkAddress address) => Errno.Notsup;

    /// <summary>Removes an address (<c>port_addr_remove</c>).</summary>
    internal virtual Errno RemoveAddress(IPAddress address) => Errno.Notsup;

    /// <summary>Removes all addresses (<c>port_addr_clear</c>).</summary>
    internal virtual Errno ClearAddresses() => Errno.Notsup;

    /// <summary>Sets the default gateway of an address family (<c>port_gateway_set</c>).</summary>
    internal virtual Errno SetGateway(IPAddress router) => Errno.Notsup;

    /// <summary>Adds a route, or replaces the route to the same network (<c>port_route_add</c>).</summary>
    internal virtual Errno Add(NetworkRoute route) => Errno.Notsup;

    /// <summary>Removes the routes to a network (<c>port_route_remove</c>).</summary>
    internal virtual Errno RemoveRoute(IPAddress network) => Errno.Notsup;

    /// <summary>Removes all routes (<c>port_route_clear</c>).</summary>
    internal virtual Errno ClearRoutes() => Errno.Notsup;

    /// <summary>Lists the routes (<c>port_route_list</c>).</summary>
    internal virtual Errno ListRoutes(out IReadOnlyList<NetworkRoute> routes)
    {
        routes = [];
        return Errno.Notsup;
    }
}
