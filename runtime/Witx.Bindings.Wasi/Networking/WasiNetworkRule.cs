using System;
using System.Collections.Generic;
using System.Net;
using Witx.Bindings.Wasi.Networking;

namespace Witx.Bindings.Wasi;

/// <summary>One thing that guests may do with the host's network.</summary>
public sealed class WasiNetworkRule
{
    private readonly WasiNetworkAccess _access;
    private readonly int[] _ports;
    private readonly string? _name;
    private readonly IPNetwork? _network;
    private readonly bool _takesPrivateAnswers;

    private WasiNetworkRule(WasiNetworkRule other, bool takesPrivateAnswers) =>
        (_access, _ports, _name, _network, _takesPrivateAnswers) = (other._access, other._ports, other._name, other._network, takesPrivateAnswers);

    private WasiNetworkRule(WasiNetworkAccess access, string host, int[] ports)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        ArgumentNullException.ThrowIfNull(ports);
        foreach (int port in ports)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(port, nameof(ports));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(port, IPEndPoint.MaxPort, nameof(ports));
        }

        (_access, _ports) = (access, [.. ports]);
        if (AddressText.TryParse(host, out IPAddress? address))
        {
            address = EndPointExtensions.ToCanonical(address);
            _network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        }
        else if (IPNetwork.TryParse(host, out IPNetwork network))
        {
            _network = network;
        }
        else if (HostName.TryParsePattern(host, out string? name) && (access != WasiNetworkAccess.Inbound || name == HostName.Everything))
        {
            _name = name;
        }
        else
        {
            throw new ArgumentException(
                $"'{host}' is not a host name, an address or a network: write 'example.org', '*.example.org', '192.0.2.1', '2001:db8::1', '10.0.0.0/8' or '*'.",
                nameof(host));
        }
    }

    /// <summary>
    /// Allows guests to connect and to send datagrams to a host. A name may also be resolved, and stands for the public addresses that the guest
    /// got for it, and for those that the embedder mapped it to.
    /// </summary>
    /// <param name="host">A name such as <c>example.org</c>, all names below one as <c>*.example.org</c>, an address, a network such as <c>10.0.0.0/8</c>, or <c>*</c> for all.</param>
    /// <param name="ports">The ports; all of them without any.</param>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    /// <remarks>
    /// The owner of a name decides which addresses it has. An answer of the name service with a private, loopback, link-local or reserved address
    /// therefore needs a rule for that address too, or <see cref="WithPrivateAnswers"/>.
    /// </remarks>
    public static WasiNetworkRule Outbound(string host, params int[] ports) => new(WasiNetworkAccess.Outbound, host, ports);

    /// <summary>Returns the same rule for addresses in the host's own networks too: names of an intranet need it.</summary>
    /// <remarks>The owner of each name that the rule allows can then direct the guest to any address, the host's loopback included.</remarks>
    public WasiNetworkRule WithPrivateAnswers() => new(this, takesPrivateAnswers: true);

    /// <summary>To listen for connections and to receive datagrams at an address of the host.</summary>
    /// <param name="address">An address such as <c>127.0.0.1</c>, a network, or <c>*</c> for all. To listen at <c>0.0.0.0</c>, which is all addresses, takes that address or <c>*</c>.</param>
    /// <param name="ports">The ports; all of them, and those that the host chooses, without any. 0 is one that the host chooses, for datagrams.</param>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public static WasiNetworkRule Inbound(string address, params int[] ports) => new(WasiNetworkAccess.Inbound, address, ports);

    /// <summary>To learn the addresses of a name.</summary>
    /// <param name="name">A name, all names below one as <c>*.example.org</c>, or <c>*</c> for all.</param>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public static WasiNetworkRule Resolve(string name) => new(WasiNetworkAccess.Resolve, name, []);

    /// <summary>To learn the host's own addresses.</summary>
    public static WasiNetworkRule Inspect() => new(WasiNetworkAccess.Inspect, HostName.Everything, []);

    internal bool Allows(WasiNetworkRequest request)
    {
        // Who may connect by a name needs its address first.
        if (request.Access != _access && !(request.Access == WasiNetworkAccess.Resolve && _access == WasiNetworkAccess.Outbound))
        {
            return false;
        }

        if (request.Address is not null && _ports.Length > 0 && !_ports.AsSpan().Contains(request.Port))
        {
            return false;
        }

        if (_network is { } network)
        {
            return request.Address is { } address && Contains(network, address, request.Access);
        }

        if (_name == HostName.Everything)
        {
            return true;
        }

        return Matches(request.Names) || (_takesPrivateAnswers && Matches(request.PrivateNames));
    }

    private bool Matches(IReadOnlyCollection<string> names)
    {
        foreach (string name in names)
        {
            if (HostName.Matches(_name!, name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The address that stands for all of the host's is not merely one in a network that all addresses are not in.</summary>
    private static bool Contains(IPNetwork network, IPAddress address, WasiNetworkAccess access) =>
        network.BaseAddress.AddressFamily == address.AddressFamily
        && network.Contains(address)
        && (access != WasiNetworkAccess.Inbound || network.PrefixLength == 0 || network.BaseAddress.Equals(address) || !IsEvery(address));

    private static bool IsEvery(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
