using System.Net;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>An IP address with the prefix length of its network, such as <c>10.0.2.15/24</c>.</summary>
/// <param name="Address">The address.</param>
/// <param name="Prefix">The prefix length in bits.</param>
internal readonly record struct NetworkAddress(IPAddress Address, byte Prefix)
{
    /// <summary>True if the prefix is not longer than the address.</summary>
    internal bool IsValid => Prefix <= Address.GetAddressBytes().Length * 8;
}
