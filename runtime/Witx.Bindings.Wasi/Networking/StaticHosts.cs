using System;
using System.Collections.Generic;
using System.Net;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>Host names with fixed addresses, as in <c>hosts(5)</c>. The name service is never queried for them.</summary>
/// <remarks>Contains <c>localhost</c> unless the embedder maps that name to other addresses.</remarks>
internal sealed class StaticHosts
{
    private static readonly IPAddress[] s_local = [IPAddress.Loopback, IPAddress.IPv6Loopback];

    private readonly Dictionary<string, IPAddress[]> _hosts = new() { ["localhost"] = s_local };

    /// <param name="hosts">The embedder's addresses by host name, or null for <c>localhost</c> only.</param>
    /// <exception cref="ArgumentException">A key of <paramref name="hosts"/> is not a host name.</exception>
    internal StaticHosts(IReadOnlyDictionary<string, IPAddress[]>? hosts = null)
    {
        foreach ((string text, IPAddress[] addresses) in hosts ?? new Dictionary<string, IPAddress[]>())
        {
            if (!HostName.TryParse(text, out string? name))
            {
                throw new ArgumentException(
                    $"Host name '{text}' is invalid: use letters, digits and hyphens, with dots between labels.", nameof(hosts));
            }

            _hosts[name] = [.. addresses];
        }
    }

    /// <summary>Finds the fixed addresses of a name.</summary>
    /// <param name="name">A name that <see cref="HostName.TryParse"/> returned.</param>
    /// <param name="addresses">The addresses. Empty if the name is unknown, or if the embedder mapped it to no address.</param>
    /// <returns>True if the name is in the table.</returns>
    internal bool TryFind(string name, out IPAddress[] addresses)
    {
        bool isKnown = _hosts.TryGetValue(name, out IPAddress[]? known);
        addresses = known ?? [];
        return isKnown;
    }
}
