namespace Witx.Bindings.Wasi;

/// <summary>A guest asks to join a network (<c>port_bridge</c>).</summary>
/// <param name="network">The network's name.</param>
/// <param name="token">What proves the right to join it.</param>
/// <param name="security">How the guest wants the connection protected.</param>
public sealed class WasiBridgeRequest(string network, string token, WasiTypes.StreamSecurity security)
{
    /// <summary>The network's name.</summary>
    public string Network => network;

    /// <summary>What proves the right to join it.</summary>
    public string Token => token;

    /// <summary>How the guest wants the connection protected.</summary>
    public WasiTypes.StreamSecurity Security => security;
}
