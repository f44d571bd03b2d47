using System.Collections.Generic;
using System.Net;

namespace Witx.Bindings.Wasi;

/// <summary>What a guest asks of the host's network.</summary>
/// <param name="Access">What it wants to do.</param>
public sealed record WasiNetworkRequest(WasiNetworkAccess Access)
{
    /// <summary>The address: of <see cref="WasiNetworkAccess.Outbound"/>, whom it would reach; of <see cref="WasiNetworkAccess.Inbound"/>, its own. Null otherwise.</summary>
    /// <remarks>As its own family writes it: never an IPv4 address mapped into IPv6.</remarks>
    public IPAddress? Address { get; init; }

    /// <summary>The port that goes with the address; 0 for one that the host chooses.</summary>
    public int Port { get; init; }

    /// <summary>The names: of <see cref="WasiNetworkAccess.Resolve"/>, the one that it asks for; of <see cref="WasiNetworkAccess.Outbound"/>, those whose addresses it was told, and this was one. In lower case.</summary>
    public IReadOnlyCollection<string> Names { get; init; } = [];
}
