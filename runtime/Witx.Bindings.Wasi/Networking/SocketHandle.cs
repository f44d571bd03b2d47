using System;
using System.Net;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>What a socket's inode works on: the host's, or one of a network within the process. It never waits: what would, answers <c>again</c>.</summary>
internal abstract class SocketHandle(SocketKind kind) : IDisposable
{
    internal SocketKind Kind => kind;

    /// <summary>Its own address, once it has one.</summary>
    internal abstract EndPoint? Local { get; }

    /// <summary>The address that it is connected to.</summary>
    internal abstract EndPoint? Peer { get; }

    internal abstract Errno Bind(EndPoint local);

    /// <param name="backlog">How many connections may wait to be accepted, at least 1.</param>
    internal abstract Errno Listen(int backlog);

    /// <summary>Starts to connect.</summary>
    /// <returns><c>inprogress</c> unless the outcome is known at once.</returns>
    internal abstract Errno StartConnect(EndPoint peer);

    /// <summary>How a connection that was started came out.</summary>
    /// <returns><c>again</c> while that is not known.</returns>
    internal abstract Errno FinishConnect();

    /// <summary>Takes the next connection that waits.</summary>
    internal abstract Errno TryAccept(out SocketHandle? connection);

    /// <summary>Takes what has come in.</summary>
    /// <param name="vectors">Where it goes.</param>
    /// <param name="peeks">Whether it stays there too.</param>
    /// <param name="asksSender">Whether to tell who sent it.</param>
    /// <param name="received">What came in.</param>
    internal abstract Errno TryReceive(in IoVectors vectors, bool peeks, bool asksSender, out ReceiveResult received);

    /// <summary>Sends as much as there is room for, or a whole datagram.</summary>
    /// <param name="vectors">What to send.</param>
    /// <param name="destination">Where a datagram goes, unless to the peer.</param>
    /// <param name="count">How many bytes were sent.</param>
    internal abstract Errno TrySend(in IoVectors vectors, EndPoint? destination, out uint count);

    internal abstract Errno Shutdown(Sdflags how);

    /// <summary>Reads an option: a flag as 0 or 1, a time that the system keeps in nanoseconds or −1.</summary>
    internal abstract Errno GetOption(SockOption option, out long value);

    internal abstract Errno SetOption(SockOption option, long value);

    /// <summary>Joins a multicast group, or leaves it.</summary>
    /// <param name="group">The group.</param>
    /// <param name="address">Of the interface, of an IPv4 group.</param>
    /// <param name="number">Of the interface, of an IPv6 group.</param>
    /// <param name="joins">Whether to join.</param>
    internal abstract Errno ChangeMembership(IPAddress group, IPAddress address, uint number, bool joins);

    /// <summary>What can be done without waiting. Names to the waiter what that depends on.</summary>
    internal abstract Readiness Poll(PollEvents interest, Waiter waiter);

    /// <summary>A number that changes whenever it may have become ready anew, as far as it is told.</summary>
    internal virtual uint ReadinessGeneration => 0;

    public abstract void Dispose();
}
