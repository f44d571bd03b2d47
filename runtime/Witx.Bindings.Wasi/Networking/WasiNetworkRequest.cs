using System.Collections.Generic;
using System.Net;

namespace Witx.Bindings.Wasi;

/// <summary>A guest's request to the host's network, on which an <see cref="IWasiNetworkPolicy"/> decides.</summary>
/// <param name="Access">The kind of access that the guest requests.</param>
public sealed record WasiNetworkRequest(WasiNetworkAccess Access)
{
    /// <summary>Gets the peer's address for outbound access, the guest's own address for inbound access, and null otherwise.</summary>
    /// <remarks>An IPv4-mapped IPv6 address is converted to IPv4 first, so a policy need not treat both forms.</remarks>
    public IPAddress? Address { get; init; }

    /// <summary>Gets the port of <see cref="Address"/>; for inbound access, 0 means that the host chooses the port.</summary>
    public int Port { get; init; }

    /// <summary>Gets the host names of the request, in lower case: the name to resolve, or the resolved names of the peer.</summary>
    /// <remarks>
    /// For <see cref="WasiNetworkAccess.Resolve"/>, the name that the guest resolves. For <see cref="WasiNetworkAccess.Outbound"/>, the
    /// names that the guest resolved to <see cref="Address"/> before, without <see cref="PrivateNames"/>. Otherwise empty.
    /// </remarks>
    public IReadOnlyCollection<string> Names { get; init; } = [];

    /// <summary>
    /// Gets the names that the host's name service resolved to a private, loopback, link-local or reserved <see cref="Address"/>.
    /// </summary>
    /// <remarks>
    /// Empty except for <see cref="WasiNetworkAccess.Outbound"/>. A policy that allows these names lets the owner of each name choose
    /// an address in the host's own network (DNS rebinding). Names that the embedder mapped to an address are in <see cref="Names"/>
    /// instead.
    /// </remarks>
    public IReadOnlyCollection<string> PrivateNames { get; init; } = [];
}
