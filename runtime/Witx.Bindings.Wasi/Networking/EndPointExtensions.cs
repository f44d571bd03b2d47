using System.Net;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>What addresses mean.</summary>
internal static class EndPointExtensions
{
    private static readonly IPEndPoint _any4 = new(IPAddress.Any, 0);
    private static readonly IPEndPoint _any6 = new(IPAddress.IPv6Any, 0);

    /// <summary>The address that leaves all to the system.</summary>
    internal static EndPoint GetWildcard(AddressFamily family) => family switch
    {
        AddressFamily.Inet4 => _any4,
        AddressFamily.Inet6 => _any6,
        _ => UnixEndPoint.None,
    };

    internal static bool HasFamily(EndPoint endPoint, AddressFamily family) => endPoint.AddressFamily == GetWildcard(family).AddressFamily;

    /// <summary>Whom a guest reaches that sends to an address: itself, by the address of nobody; the one of IPv4, by its address as IPv6 writes it.</summary>
    internal static EndPoint ToDestination(EndPoint endPoint)
    {
        if (endPoint is not IPEndPoint { Address: var address } ip)
        {
            return endPoint;
        }

        address = ToCanonical(address);
        return address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, ip.Port)
            : address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, ip.Port)
            : ReferenceEquals(address, ip.Address) ? ip
            : new IPEndPoint(address, ip.Port);
    }

    /// <summary>An address as its own family writes it, without the interface that it is reached by.</summary>
    internal static IPAddress ToCanonical(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new IPAddress(address.GetAddressBytes())
        : address;
}
