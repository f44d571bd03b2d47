using System;
using System.Collections.Generic;
using System.Net;
using Microsoft.Extensions.Logging;
using Witx.Bindings.Wasi.Networking;
using Witx.Bindings.Wasi.Networking.Host;

namespace Witx.Bindings.Wasi;

/// <summary>
/// The network that a process's sockets can reach: none, the host's behind a policy, or a virtual one within the .NET process.
/// </summary>
/// <remarks>A socket that is passed in with <see cref="WasiDescriptor.Socket"/> reaches its peer in any case.</remarks>
/// <example>
/// Allows a guest to connect to one server, and to listen on the loopback:
/// <code>
/// WasiOptions options = new()
/// {
///     Network = WasiNetwork.Host(
///         WasiNetworkRule.Outbound("example.org", 443),
///         WasiNetworkRule.Inbound("127.0.0.1", 8080)),
/// };
/// </code>
/// </example>
public sealed class WasiNetwork
{
    private readonly Func<ILogger, Network> _open;
    private readonly Func<WasiBridgeRequest, WasiVirtualNetwork?>? _join;

    private WasiNetwork(Func<ILogger, Network> open, Func<WasiBridgeRequest, WasiVirtualNetwork?>? join = null) =>
        (_open, _join) = (open, join);

    /// <summary>Gets a network without peers: each call that would reach one fails with <c>Errno.Acces</c> (EACCES).</summary>
    public static WasiNetwork Closed { get; } = new(static log => new ClosedNetwork(log));

    /// <summary>Creates access to the host's network, limited to what at least one of the rules allows.</summary>
    /// <param name="rules">The rules. Without any, nothing is allowed.</param>
    /// <remarks>A call that no rule allows fails with <c>Errno.Acces</c> (EACCES), and a warning is logged.</remarks>
    public static WasiNetwork Host(params WasiNetworkRule[] rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Host(new NetworkRules([.. rules]));
    }

    /// <summary>Creates access to the host's network, limited to what a policy allows.</summary>
    /// <param name="policy">The policy that decides about each request of a guest.</param>
    /// <param name="hosts">
    /// Host names with fixed addresses, as in <c>/etc/hosts</c>, or null for none. The host's name service is not queried for them, and
    /// guests can resolve them without the policy's permission.
    /// </param>
    /// <exception cref="ArgumentException">A key of <paramref name="hosts"/> is not a host name.</exception>
    public static WasiNetwork Host(IWasiNetworkPolicy policy, IReadOnlyDictionary<string, IPAddress[]>? hosts = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        StaticHosts table = new(hosts);
        return new WasiNetwork(log => new HostNetwork(policy, table, log));
    }

    /// <summary>Creates access to a virtual network within the .NET process. It uses no port or address of the host.</summary>
    /// <param name="network">A network to share with other processes and the embedder, or null for a new network for each process.</param>
    public static WasiNetwork Virtual(WasiVirtualNetwork? network = null) =>
        new(_ => (network ?? new WasiVirtualNetwork()).Network);

    /// <summary>Returns the same network, from which guests can join virtual networks with <c>port_bridge</c>.</summary>
    /// <param name="join">
    /// Returns the network for a guest's request, or null to refuse it with <c>Errno.Acces</c> (EACCES). Called on the guest's thread.
    /// </param>
    /// <remarks>
    /// Until the guest calls <c>port_unbridge</c>, the sockets that it creates, name lookups and the network port belong to the joined
    /// network. Without bridges, both calls fail with <c>Errno.Notsup</c> (ENOTSUP).
    /// </remarks>
    public WasiNetwork WithBridges(Func<WasiBridgeRequest, WasiVirtualNetwork?> join)
    {
        ArgumentNullException.ThrowIfNull(join);
        return new WasiNetwork(_open, join);
    }

    /// <summary>Opens the network for one process.</summary>
    /// <param name="log">The log for refused requests.</param>
    internal ProcessNetwork Open(ILogger log) =>
        new(_open(log), _join is { } join ? request => join(request)?.Network : null, log);
}
