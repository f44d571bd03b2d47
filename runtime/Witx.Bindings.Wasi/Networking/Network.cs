using System.Net;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>What a process can reach of the world.</summary>
internal abstract class Network
{
    /// <summary>Its port, which guests may look at and, where it is theirs, manage.</summary>
    internal virtual NetworkPort Port { get; } = new();

    /// <summary>What sockets of the host may reach that an embedder handed in, beyond their peers.</summary>
    internal virtual Network EmbedderSocketNetwork => this;

    /// <summary>Creates a socket.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="ledger">The account of the process that owns the socket, or null for a socket of the embedder.</param>
    /// <param name="handle">The socket.</param>
    internal abstract Errno Open(SocketKind kind, ResourceLedger? ledger, out SocketHandle? handle);

    /// <summary>True if guests may be reached at an address of their own. Unlike <see cref="CheckAccess"/>, a refusal is not logged.</summary>
    internal abstract bool AllowsInbound(EndPoint local);

    /// <summary>Whether a guest may have what it asks for.</summary>
    /// <param name="access">What it asks for.</param>
    /// <param name="endPoint">Whom it would reach, or its own address that others would reach.</param>
    /// <returns><c>acces</c> if not, which is logged.</returns>
    internal abstract Errno CheckAccess(WasiNetworkAccess access, EndPoint endPoint);

    /// <summary>Finds the addresses of a host name. An address in text form is its own address, and is never treated as a name.</summary>
    /// <returns><c>inval</c> if the text is neither a host name nor an address, <c>noent</c> if the name has no address.</returns>
    internal abstract Errno Resolve(string text, Waiter waiter, out IPAddress[] addresses);
}
