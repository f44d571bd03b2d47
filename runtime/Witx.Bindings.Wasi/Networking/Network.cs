using System.Net;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>The network of a process: creates sockets, checks access and resolves names.</summary>
internal abstract class Network
{
    /// <summary>The network interface that WASIX's <c>port_*</c> functions read and configure.</summary>
    internal virtual NetworkPort Port { get; } = new();

    /// <summary>The network that governs a host socket which the embedder passed in, for destinations other than its peer.</summary>
    internal virtual Network EmbedderSocketNetwork => this;

    /// <summary>Creates a socket.</summary>
    /// <param name="kind">The family, type and protocol.</param>
    /// <param name="ledger">The ledger of the process that owns the socket, or null for a socket of the embedder.</param>
    /// <param name="handle">The socket, or null on an error.</param>
    internal abstract Errno Open(SocketKind kind, ResourceLedger? ledger, out SocketHandle? handle);

    /// <summary>
    /// Returns true if the guest may receive at a local address. Unlike <see cref="CheckAccess"/>, this does not log a refusal.
    /// </summary>
    internal abstract bool AllowsInbound(EndPoint local);

    /// <summary>Checks whether the guest may use an address, and logs a refusal.</summary>
    /// <param name="access">The kind of access: outbound or inbound.</param>
    /// <param name="endPoint">The remote address of an outbound access, or the local address of an inbound access.</param>
    /// <returns><c>Errno.Acces</c> (EACCES) if the access is refused.</returns>
    internal abstract Errno CheckAccess(WasiNetworkAccess access, EndPoint endPoint);

    /// <summary>Resolves a host name to its addresses. A numeric address resolves to itself without a query.</summary>
    /// <param name="text">A host name or a numeric address, as the guest passed it.</param>
    /// <param name="waiter">The waiter of the calling thread, which waits for the name service.</param>
    /// <param name="addresses">The addresses. Empty on an error.</param>
    /// <returns>
    /// <c>Errno.Inval</c> (EINVAL) if the text is neither a host name nor an address, <c>Errno.Noent</c> (ENOENT) if the name has no
    /// address, <c>Errno.Acces</c> (EACCES) if the policy refuses the name.
    /// </returns>
    internal abstract Errno Resolve(string text, Waiter waiter, out IPAddress[] addresses);
}
