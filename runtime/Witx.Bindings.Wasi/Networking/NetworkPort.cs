using System.Collections.Generic;
using System.Net;
using System.Net.NetworkInformation;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>Where a network meets the process: its addresses and routes. This one is not the guest's to manage.</summary>
internal class NetworkPort
{
    /// <summary>The addresses with their networks.</summary>
    internal virtual Errno ListAddresses(out IReadOnlyList<NetworkAddress> addresses)
    {
        addresses = [];
        return Errno.Notsup;
    }

    internal virtual Errno GetHardwareAddress(out PhysicalAddress address)
    {
        address = PhysicalAddress.None;
        return Errno.Notsup;
    }

    internal virtual Errno AcquireAddresses() => Errno.Notsup;

    internal virtual Errno Add(NetworkAddress address) => Errno.Notsup;

    internal virtual Errno RemoveAddress(IPAddress address) => Errno.Notsup;

    internal virtual Errno ClearAddresses() => Errno.Notsup;

    internal virtual Errno SetGateway(IPAddress router) => Errno.Notsup;

    internal virtual Errno Add(NetworkRoute route) => Errno.Notsup;

    internal virtual Errno RemoveRoute(IPAddress network) => Errno.Notsup;

    internal virtual Errno ClearRoutes() => Errno.Notsup;

    internal virtual Errno ListRoutes(out IReadOnlyList<NetworkRoute> routes)
    {
        routes = [];
        return Errno.Notsup;
    }
}
