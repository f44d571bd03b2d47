namespace Witx.Bindings.Wasi;

/// <summary>The kind of access to the host's network that a guest requests.</summary>
public enum WasiNetworkAccess
{
    /// <summary>Connect to an address, or send a datagram to it.</summary>
    Outbound,

    /// <summary>Listen for connections, or receive datagrams, at an address of the host.</summary>
    Inbound,

    /// <summary>Resolve a host name to its addresses.</summary>
    Resolve,

    /// <summary>List the addresses of the host itself (<c>port_addr_list</c>, <c>port_mac</c>).</summary>
    Inspect,
}
