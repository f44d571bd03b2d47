using System;
using System.Collections.Generic;
using System.Net;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>Host names whose addresses the embedder gives, as in <c>/etc/hosts</c>, and <c>localhost</c>. The name service is not asked for them.</summary>
internal sealed class StaticHosts
{
    private static readonly IPAddress[] s_local = [IPAddress.Loopback, IPAddress.IPv6Loopback];

    private readonly Dictionary<string, IPAddress[]> _hosts = new() { ["localhost"] = s_local };

    /// <exception cref="ArgumentException">A key of <paramref name="hosts"/> is not a host name.</exception>
    internal StaticHosts(IReadOnlyDictionary<string, IPAddress[]>? hosts = null)
    {
        foreach ((string text, IPAddress[] addresses) in hosts ?? new Dictionary<string, IPAddress[]>())
        {
            if (!HostName.TryParse(text, out string? name))
            {
                throw new ArgumentException($"'{text}' is not a host name: use letters, digits and hyphens, with dots between labels.", nameof(hosts));
            }

            _hosts[name] = [.. addresses];
        }
    }

    /// <summary>Finds the addresses of a name.</summary>
    /// <param name="name">A name that <see cref="HostName.TryParse"/> returned.</param>
    /// <param name="addresses">The addresses. There can be none.</param>
    internal bool TryFind(string name, out IPAddress[] addresses)
    {
        bool isKnown = _hosts.TryGetValue(name, out IPAddress[]? known);
        addresses = known ?? [];
        return isKnown;
    }
}
