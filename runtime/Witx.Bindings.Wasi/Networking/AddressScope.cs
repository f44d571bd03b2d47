using System.Net;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>
/// Distinguishes public internet addresses from private and reserved addresses, which can reach the host or its local networks.
/// </summary>
internal static class AddressScope
{
    // From the IANA special-purpose address registries (RFC 6890): the ranges whose packets can reach the host or its local networks,
    // and the prefixes that embed an IPv4 address in an IPv6 address.
    private static readonly IPNetwork[] s_private =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("240.0.0.0/4"),
        IPNetwork.Parse("::/96"), IPNetwork.Parse("64:ff9b::/96"), IPNetwork.Parse("64:ff9b:1::/48"), IPNetwork.Parse("2001::/32"),
        IPNetwork.Parse("2002::/16"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("fec0::/10"),
        IPNetwork.Parse("ff00::/8"),
    ];

    /// <summary>
    /// Returns true for a private, loopback, link-local, multicast or reserved address, or an IPv6 address that can embed one.
    /// </summary>
    /// <param name="address">An address that <see cref="EndPointExtensions.ToCanonical"/> returned.</param>
    internal static bool IsPrivate(IPAddress address)
    {
        foreach (IPNetwork network in s_private)
        {
            if (network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }
}
