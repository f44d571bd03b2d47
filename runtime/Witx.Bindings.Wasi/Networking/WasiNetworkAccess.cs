namespace Witx.Bindings.Wasi;

/// <summary>What a guest may ask of a network.</summary>
public enum WasiNetworkAccess
{
    /// <summary>To send to an address, be it a connection or a datagram.</summary>
    Outbound,

    /// <summary>To be reached at an address of its own: to listen, or to receive datagrams.</summary>
    Inbound,

    /// <summary>To learn the addresses of a name.</summary>
    Resolve,

    /// <summary>To learn the addresses of the host itself.</summary>
    Inspect,
}
