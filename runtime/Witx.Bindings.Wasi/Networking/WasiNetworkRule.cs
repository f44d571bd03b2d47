using System;
using System.Collections.Generic;
using System.Net;
using Witx.Bindings.Wasi.Networking;

namespace Witx.Bindings.Wasi;

/// <summary>A rule that allows guests one kind of access to the host's network. Pass rules to <c>WasiNetwork.Host</c>.</summary>
/// <remarks>Rules only allow: a request is allowed if at least one rule allows it. A rule is immutable and can be shared.</remarks>
public sealed class WasiNetworkRule
{
    private readonly WasiNetworkAccess _access;
    private readonly int[] _ports;
    private readonly string? _name;
    private readonly IPNetwork? _network;
    private readonly bool _allowsPrivateAnswers;

    private WasiNetworkRule(WasiNetworkRule other, bool allowsPrivateAnswers)
    {
        (_access, _ports, _name, _network) = (other._access, other._ports, other._name, other._network);
        _allowsPrivateAnswers = allowsPrivateAnswers;
    }

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
            address = address.ToCanonical();
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
                $"'{host}' is not a host name, an address or a network: "
                + "write 'example.org', '*.example.org', '192.0.2.1', '2001:db8::1', '10.0.0.0/8' or '*'.",
                nameof(host));
        }
    }

    /// <summary>Creates a rule that allows guests to connect, and to send datagrams, to a host.</summary>
    /// <param name="host">
    /// A host name such as <c>example.org</c>, a pattern such as <c>*.example.org</c> for all names below one, an address, a network
    /// such as <c>10.0.0.0/8</c>, or <c>*</c> for everything.
    /// </param>
    /// <param name="ports">The allowed ports. Without any, all ports are allowed.</param>
    /// <exception cref="ArgumentException"><paramref name="host"/> has none of these forms.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A port is negative or above 65,535.</exception>
    /// <remarks>
    /// A rule for a name also allows resolving it. It then covers the public addresses that the guest received for the name, and the
    /// addresses that the embedder mapped it to. The owner of a name decides which addresses it has. If the name service returns a
    /// private, loopback, link-local or reserved address, a rule for that address is needed too, or <see cref="WithPrivateAnswers"/>.
    /// </remarks>
    public static WasiNetworkRule Outbound(string host, params int[] ports) => new(WasiNetworkAccess.Outbound, host, ports);

    /// <summary>
    /// Returns a copy of the rule that also allows private and loopback addresses of its names. Names of an intranet need it.
    /// </summary>
    /// <remarks>
    /// The owner of each name that the rule allows can then direct the guest to any address, the host's loopback included.
    /// </remarks>
    public WasiNetworkRule WithPrivateAnswers() => new(this, allowsPrivateAnswers: true);

    /// <summary>Creates a rule that allows guests to listen for connections, and to receive datagrams, at an address of the host.</summary>
    /// <param name="address">
    /// An address such as <c>127.0.0.1</c>, a network such as <c>10.0.0.0/8</c>, or <c>*</c> for all addresses. Listening at the
    /// wildcard address (<c>0.0.0.0</c> or <c>::</c>) needs a rule for exactly that address, or <c>*</c>.
    /// </param>
    /// <param name="ports">
    /// The allowed ports; 0 stands for a port that the host chooses, for datagram sockets. Without any, all ports are allowed.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="address"/> has none of these forms.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A port is negative or above 65,535.</exception>
    public static WasiNetworkRule Inbound(string address, params int[] ports) => new(WasiNetworkAccess.Inbound, address, ports);

    /// <summary>Creates a rule that allows guests to resolve host names, without connecting to their addresses.</summary>
    /// <param name="name">A host name, a pattern such as <c>*.example.org</c> for all names below one, or <c>*</c> for all names.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> has none of these forms.</exception>
    public static WasiNetworkRule Resolve(string name) => new(WasiNetworkAccess.Resolve, name, []);

    /// <summary>Creates a rule that allows guests to list the host's own addresses (<c>port_addr_list</c>, <c>port_mac</c>).</summary>
    public static WasiNetworkRule Inspect() => new(WasiNetworkAccess.Inspect, HostName.Everything, []);

    internal bool Allows(WasiNetworkRequest request)
    {
        // A rule to connect to a name also allows resolving it: the guest needs the address first.
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

        return Matches(request.Names) || (_allowsPrivateAnswers && Matches(request.PrivateNames));
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

    /// <summary>True if a network contains an address.</summary>
    /// <remarks>
    /// For inbound access, a network does not contain a wildcard address, which stands for all addresses, unless it is that address or
    /// <c>/0</c>.
    /// </remarks>
    private static bool Contains(IPNetwork network, IPAddress address, WasiNetworkAccess access) =>
        network.BaseAddress.AddressFamily == address.AddressFamily
        && network.Contains(address)
        && (access != WasiNetworkAccess.Inbound
            || network.PrefixLength == 0
            || network.BaseAddress.Equals(address)
            || !IsWildcard(address));

    private static bool IsWildcard(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
