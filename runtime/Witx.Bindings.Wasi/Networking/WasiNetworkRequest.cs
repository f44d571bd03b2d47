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

    /// <summary>
    /// Host names in lower case. For <see cref="WasiNetworkAccess.Resolve"/>, the name that the guest resolves. For
    /// <see cref="WasiNetworkAccess.Outbound"/>, the names under which the guest resolved <see cref="Address"/>, without <see cref="PrivateNames"/>.
    /// </summary>
    public IReadOnlyCollection<string> Names { get; init; } = [];

    /// <summary>
    /// For <see cref="WasiNetworkAccess.Outbound"/> to a private, loopback, link-local or reserved address, the names for which the host's name
    /// service answered with this address.
    /// </summary>
    /// <remarks>
    /// A policy that allows these names lets the owner of each name choose an address in the host's own network (DNS rebinding). Names that the
    /// embedder mapped to an address are among <see cref="Names"/>.
    /// </remarks>
    public IReadOnlyCollection<string> PrivateNames { get; init; } = [];
}
