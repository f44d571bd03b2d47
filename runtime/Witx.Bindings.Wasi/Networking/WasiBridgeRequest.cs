namespace Witx.Bindings.Wasi;

/// <summary>A guest's request to join a network (<c>port_bridge</c>), for the callback of <c>WasiNetwork.WithBridges</c>.</summary>
/// <param name="network">The name of the network.</param>
/// <param name="token">The secret that proves the right to join the network.</param>
/// <param name="security">The protection that the guest requests for the connection.</param>
public sealed class WasiBridgeRequest(string network, string token, WasiTypes.StreamSecurity security)
{
    /// <summary>Gets the name of the network that the guest wants to join. The text comes from the guest: do not trust it.</summary>
    public string Network => network;

    /// <summary>
    /// Gets the secret with which the guest proves its right to join the network. The host does not check it: the callback does.
    /// </summary>
    public string Token => token;

    /// <summary>Gets the protection that the guest requests for the connection. The host itself ignores it.</summary>
    public WasiTypes.StreamSecurity Security => security;
}
