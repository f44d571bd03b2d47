using System;
using System.Collections.Generic;
using System.Net;

namespace Witx.Bindings.Wasi;

/// <summary>Names whose addresses no name service is asked for.</summary>
internal sealed class HostTable
{
    private static readonly IPAddress[] _local = [IPAddress.Loopback, IPAddress.IPv6Loopback];

    private readonly Dictionary<string, IPAddress[]> _hosts = [];

    internal HostTable(IReadOnlyDictionary<string, IPAddress[]>? hosts = null)
    {
        foreach ((string name, IPAddress[] addresses) in hosts ?? new Dictionary<string, IPAddress[]>())
        {
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(hosts));
            _hosts[HostName.Normalize(name)] = [.. addresses];
        }
    }

    /// <summary>Finds what is known without asking: what is an address already, what the embedder said, and the host itself.</summary>
    internal bool TryFind(string name, out IPAddress[] addresses)
    {
        if (_hosts.TryGetValue(name, out IPAddress[]? known))
        {
            addresses = known;
            return true;
        }

        addresses = IPAddress.TryParse(name, out IPAddress? address) ? [address] : name == "localhost" ? _local : [];
        return addresses.Length > 0;
    }
}
