using System;
using System.Net;

namespace Witx.Bindings.Wasi;

/// <summary>One thing that guests may do with the host's network.</summary>
public sealed class WasiNetworkRule
{
    private readonly WasiNetworkAccess _access;
    private readonly int[] _ports;
    private readonly string? _name;
    private readonly IPNetwork? _network;

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
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            address = EndPoints.Plain(address);
            _network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        }
        else if (IPNetwork.TryParse(host, out IPNetwork network))
        {
            _network = network;
        }
        else if (host.Contains('/', StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{host}' is neither a name nor an address nor a network", nameof(host));
        }
        else
        {
            _name = HostName.Normalize(host);
        }
    }

    /// <summary>To connect and to send datagrams to a host. A name may also be resolved, and stands for the addresses that the guest was told then.</summary>
    /// <param name="host">A name such as <c>example.org</c>, all names below one as <c>*.example.org</c>, an address, a network such as <c>10.0.0.0/8</c>, or <c>*</c> for all.</param>
    /// <param name="ports">The ports; all of them without any.</param>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    /// <remarks>Whoever runs the name's server decides which addresses that is. Where that matters, allow addresses.</remarks>
    public static WasiNetworkRule Outbound(string host, params int[] ports) => new(WasiNetworkAccess.Outbound, host, ports);

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

        foreach (string name in request.Names)
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
