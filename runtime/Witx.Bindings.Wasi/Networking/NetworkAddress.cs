using System.Net;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>An address and the network that it lies in.</summary>
/// <param name="Address">The address.</param>
/// <param name="Prefix">How many leading bits the network's addresses share.</param>
internal readonly record struct NetworkAddress(IPAddress Address, byte Prefix)
{
    /// <summary>Whether the network can have such addresses.</summary>
    internal bool IsValid => Prefix <= Address.GetAddressBytes().Length * 8;
}
