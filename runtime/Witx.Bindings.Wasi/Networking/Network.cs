using System.Net;

namespace Witx.Bindings.Wasi;

/// <summary>What a process can reach of the world.</summary>
internal abstract class Network
{
    /// <summary>Its port, which guests may look at and, where it is theirs, manage.</summary>
    internal virtual NetworkPort Port { get; } = new();

    /// <summary>What sockets of the host may reach that an embedder handed in, beyond their peers.</summary>
    internal virtual Network OfHostSockets => this;

    /// <summary>Makes a socket.</summary>
    internal abstract Errno Open(SocketKind kind, out SocketHandle? handle);

    /// <summary>Whether a guest may have what it asks for.</summary>
    /// <param name="access">What it asks for.</param>
    /// <param name="endPoint">Whom it would reach, or its own address that others would reach.</param>
    /// <returns><c>acces</c> if not, which is logged.</returns>
    internal abstract Errno Admit(WasiNetworkAccess access, EndPoint endPoint);

    /// <summary>Finds the addresses of a name, or of an address as text.</summary>
    internal abstract Errno Resolve(string name, Waiter waiter, out IPAddress[] addresses);
}
