using System;
using System.Collections.Generic;
using System.Net;
using Microsoft.Extensions.Logging;
using Witx.Bindings.Wasi.Networking;
using Witx.Bindings.Wasi.Networking.Host;
using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi;

/// <summary>The network of a process: what its sockets reach. Sockets that the embedder hands in reach their peers in any case.</summary>
public sealed class WasiNetwork
{
    private readonly Func<ILogger, Network> _open;

    private readonly Func<WasiBridgeRequest, WasiVirtualNetwork?>? _join;

    private WasiNetwork(Func<ILogger, Network> open, Func<WasiBridgeRequest, WasiVirtualNetwork?>? join = null) => (_open, _join) = (open, join);

    /// <summary>None: whatever would reach anyone is <c>acces</c>.</summary>
    public static WasiNetwork Closed { get; } = new(static log => new ClosedNetwork(log));

    /// <summary>The host's network, as far as rules go. What none of them allows is <c>acces</c>.</summary>
    /// <param name="rules">What guests may do.</param>
    public static WasiNetwork Host(params WasiNetworkRule[] rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Host(new NetworkRules([.. rules]));
    }

    /// <summary>The host's network, as far as a policy goes.</summary>
    /// <param name="policy">What guests may do.</param>
    /// <param name="hosts">Names that have these addresses whatever the host's name service says, as in <c>/etc/hosts</c>. They may be resolved in any case.</param>
    public static WasiNetwork Host(IWasiNetworkPolicy policy, IReadOnlyDictionary<string, IPAddress[]>? hosts = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        StaticHosts table = new(hosts);
        return new WasiNetwork(log => new HostNetwork(policy, table, log));
    }

    /// <summary>A network within the process, which nothing of the host's is on.</summary>
    /// <param name="network">One that others are on too; without it, one of its own.</param>
    public static WasiNetwork Virtual(WasiVirtualNetwork? network = null) =>
        new(_ => (network ?? new WasiVirtualNetwork()).Network);

    /// <summary>
    /// The same network, which guests can leave for others (<c>port_bridge</c>, <c>port_unbridge</c>): sockets that they open meanwhile, names and
    /// the port are the other network's. Without it that is <c>notsup</c>.
    /// </summary>
    /// <param name="join">Finds the network that a guest asks for; null where it is to have none, which is <c>acces</c>. Called on the guest's thread.</param>
    public WasiNetwork WithBridges(Func<WasiBridgeRequest, WasiVirtualNetwork?> join)
    {
        ArgumentNullException.ThrowIfNull(join);
        return new WasiNetwork(_open, join);
    }

    /// <summary>Opens it for one process.</summary>
    /// <param name="log">Where it is told what guests asked for in vain.</param>
    internal ProcessNetwork Open(ILogger log) => new(_open(log), _join, log);
}
