using System.Net;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>Distinguishes addresses of the public internet from those of the host, its networks and its operators.</summary>
internal static class AddressScope
{
    // The IANA registries of special-purpose addresses (RFC 6890), as far as packets to them can reach something near the host, and the
    // prefixes that carry an IPv4 address in an IPv6 address.
    private static readonly IPNetwork[] s_private =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("240.0.0.0/4"),
        IPNetwork.Parse("::/96"), IPNetwork.Parse("64:ff9b::/96"), IPNetwork.Parse("64:ff9b:1::/48"), IPNetwork.Parse("2001::/32"),
        IPNetwork.Parse("2002::/16"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("fec0::/10"), IPNetwork.Parse("ff00::/8"),
    ];

    /// <summary>True for a private, loopback, link-local, multicast or reserved address, and for an IPv6 address that may stand for one.</summary>
    /// <param name="address">An address as <see cref="EndPointExtensions.ToCanonical"/> returns it: not an IPv4 address mapped into IPv6, and without a scope.</param>
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
