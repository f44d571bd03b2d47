using System;
using System.Net;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>
/// A nonblocking socket of the host or of a virtual network. An operation that would block returns <c>Errno.Again</c> (EAGAIN).
/// </summary>
/// <param name="kind">The family, type and protocol.</param>
internal abstract class SocketHandle(SocketKind kind) : IDisposable
{
    /// <summary>The family, type and protocol.</summary>
    internal SocketKind Kind => kind;

    /// <summary>The local address, or null if the socket is not bound.</summary>
    internal abstract EndPoint? Local { get; }

    /// <summary>The address of the peer, or null if the socket is not connected.</summary>
    internal abstract EndPoint? Peer { get; }

    /// <summary>Binds the socket to a local address.</summary>
    internal abstract Errno Bind(EndPoint local);

    /// <summary>Starts to listen for connections.</summary>
    /// <param name="backlog">The maximum number of connections that wait to be accepted, at least 1.</param>
    internal abstract Errno Listen(int backlog);

    /// <summary>Starts to connect to a peer. For a datagram socket, sets the default destination.</summary>
    /// <returns><c>Errno.Inprogress</c> (EINPROGRESS) if the outcome is not known yet: call <see cref="FinishConnect"/>.</returns>
    internal abstract Errno StartConnect(EndPoint peer);

    /// <summary>Returns the outcome of a connection attempt that <see cref="StartConnect"/> started.</summary>
    /// <returns><c>Errno.Again</c> (EAGAIN) while the attempt is pending.</returns>
    internal abstract Errno FinishConnect();

    /// <summary>Accepts the next pending connection.</summary>
    /// <returns><c>Errno.Again</c> (EAGAIN) if no connection is pending.</returns>
    internal abstract Errno TryAccept(out SocketHandle? connection);

    /// <summary>Receives stream data or one datagram.</summary>
    /// <param name="vectors">The buffers that receive the data.</param>
    /// <param name="peeks">True to leave the data in the receive queue (<c>MSG_PEEK</c>).</param>
    /// <param name="wantsSender">True to report the address of a datagram's sender.</param>
    /// <param name="received">The number of bytes, the length of the datagram and its sender.</param>
    /// <returns><c>Errno.Again</c> (EAGAIN) if no data is available.</returns>
    internal abstract Errno TryReceive(in IoVectors vectors, bool peeks, bool wantsSender, out ReceiveResult received);

    /// <summary>Sends as much stream data as the buffer has space for, or one whole datagram.</summary>
    /// <param name="vectors">The data to send.</param>
    /// <param name="destination">The address that a datagram is sent to, or null for the peer. Streams ignore it.</param>
    /// <param name="count">The number of bytes sent.</param>
    /// <returns><c>Errno.Again</c> (EAGAIN) if the buffer has no space.</returns>
    internal abstract Errno TrySend(in IoVectors vectors, EndPoint? destination, out uint count);

    /// <summary>Shuts down one or both directions of a connection.</summary>
    internal abstract Errno Shutdown(Sdflags how);

    /// <summary>Gets an option: a flag as 0 or 1, <c>SO_LINGER</c> in nanoseconds or −1 if it is off.</summary>
    /// <returns><c>Errno.Noprotoopt</c> (ENOPROTOOPT) if the socket does not support the option.</returns>
    internal abstract Errno GetOption(SockOption option, out long value);

    /// <summary>Sets an option, with values as in <see cref="GetOption"/>.</summary>
    /// <returns><c>Errno.Noprotoopt</c> (ENOPROTOOPT) if the socket does not support the option.</returns>
    internal abstract Errno SetOption(SockOption option, long value);

    /// <summary>Joins or leaves a multicast group.</summary>
    /// <param name="group">The address of the group.</param>
    /// <param name="interfaceAddress">The address of the interface for an IPv4 group.</param>
    /// <param name="interfaceIndex">The index of the interface for an IPv6 group.</param>
    /// <param name="joins">True to join, false to leave.</param>
    internal abstract Errno ChangeMembership(IPAddress group, IPAddress interfaceAddress, uint interfaceIndex, bool joins);

    /// <summary>Returns the events that are ready, and registers with the waiter the handles and queues that they depend on.</summary>
    internal abstract Readiness Poll(PollEvents interest, Waiter waiter);

    /// <summary>
    /// A number that changes when the socket may have become ready again, for edge-triggered epoll. 0 if the socket does not count.
    /// </summary>
    internal virtual uint ReadinessGeneration => 0;

    public abstract void Dispose();
}
