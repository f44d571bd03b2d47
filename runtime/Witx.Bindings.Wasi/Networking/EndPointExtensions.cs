using System.Net;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>Wildcard addresses, and the conversion of addresses to the form in which they are compared.</summary>
internal static class EndPointExtensions
{
    private static readonly IPEndPoint s_wildcard4 = new(IPAddress.Any, 0);
    private static readonly IPEndPoint s_wildcard6 = new(IPAddress.IPv6Any, 0);

    /// <summary>Returns the wildcard address of a family with port 0, or the unnamed address of the Unix family.</summary>
    internal static EndPoint GetWildcard(AddressFamily family) => family switch
    {
        AddressFamily.Inet4 => s_wildcard4,
        AddressFamily.Inet6 => s_wildcard6,
        _ => UnixEndPoint.None,
    };

    /// <summary>Returns true if an address belongs to a family.</summary>
    internal static bool HasFamily(this EndPoint endPoint, AddressFamily family) =>
        endPoint.AddressFamily == GetWildcard(family).AddressFamily;

    /// <summary>Replaces a wildcard address by the loopback address, and converts any other IP address to its canonical form.</summary>
    /// <remarks>
    /// Policies and virtual networks compare the result with their addresses, because data sent to <c>INADDR_ANY</c> reaches the
    /// local host.
    /// </remarks>
    internal static EndPoint ResolveWildcard(this EndPoint endPoint)
    {
        if (endPoint is not IPEndPoint { Address: var address } ip)
        {
            return endPoint;
        }

        address = address.ToCanonical();
        return address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, ip.Port)
            : address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, ip.Port)
            : ReferenceEquals(address, ip.Address) ? ip
            : new IPEndPoint(address, ip.Port);
    }

    /// <summary>Converts an IPv4-mapped IPv6 address to the IPv4 address, and removes the scope of any other IPv6 address.</summary>
    internal static IPAddress ToCanonical(this IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 && address.ScopeId != 0
            ? new IPAddress(address.GetAddressBytes())
        : address;
}
