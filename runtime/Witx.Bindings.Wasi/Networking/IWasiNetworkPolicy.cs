namespace Witx.Bindings.Wasi;

/// <summary>Decides what guests may do with the host's network.</summary>
public interface IWasiNetworkPolicy
{
    /// <summary>Whether a guest gets what it asks for. Otherwise its call is <c>acces</c>, which is logged.</summary>
    /// <param name="request">What it asks for.</param>
    /// <remarks>Called on the guest's threads, at each connection, listening address and name, and at each datagram to an address.</remarks>
    bool Allows(WasiNetworkRequest request);
}
