using System;
using System.Buffers;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Networking.Virtual;

/// <summary>A datagram socket in a virtual network, or one end of a socket pair.</summary>
/// <remarks>A datagram to a full socket is lost, as with UDP. A socket of a pair returns <c>Errno.Again</c> (EAGAIN) instead.</remarks>
/// <param name="kind">The family, type and protocol.</param>
/// <param name="network">The network, or null for a socket of a pair.</param>
/// <param name="ledger">The ledger that received data is charged to, or null for a socket of the embedder.</param>
internal sealed class VirtualDatagramSocket(SocketKind kind, VirtualNetwork? network, ResourceLedger? ledger)
    : VirtualSocket(kind, network, ledger)
{
    // The largest UDP payload over IPv4: 65535 bytes less the IP and UDP headers (20 + 8).
    private const int MaxLength = 65507;
    private const int MaxQueued = 1 << 18;

    // Memory that is counted for each queued datagram, so that the number of empty datagrams is bounded too.
    private const int Overhead = 64;

    private readonly Lock _gate = new();
    private readonly WaitQueue _changed = new();
    private readonly Queue<Datagram> _queue = new();
    private readonly HashSet<IPAddress> _groups = [];
    private EndPoint? _lastSource;
    private EndPoint? _peer;
    private VirtualDatagramSocket? _pairedSocket;
    private int _queued;
    private bool _closed;
    private volatile bool _isReadShut;
    private volatile bool _isWriteShut;

    internal override EndPoint? Peer => Volatile.Read(ref _peer);

    internal override uint ReadinessGeneration => _changed.ChangeCount + (_pairedSocket?._changed.ChangeCount ?? 0);

    /// <summary>Creates two sockets that are connected to each other (<c>socketpair(2)</c>).</summary>
    internal static (VirtualDatagramSocket First, VirtualDatagramSocket Second) CreatePair(SocketKind kind, ResourceLedger ledger)
    {
        (VirtualDatagramSocket first, VirtualDatagramSocket second) = (new(kind, null, ledger), new(kind, null, ledger));
        EndPoint name = EndPointExtensions.GetWildcard(kind.Family);
        (first._pairedSocket, first._peer, second._pairedSocket, second._peer) = (second, name, first, name);
        return (first, second);
    }

    internal override Errno Listen(int backlog) => Errno.Notsup;

    internal override Errno StartConnect(EndPoint peer)
    {
        if (Network is null)
        {
            return Errno.Isconn;
        }

        Errno error = Local is null ? Bind(EndPointExtensions.GetWildcard(Kind.Family)) : Errno.Success;
        if (error == Errno.Success)
        {
            Volatile.Write(ref _peer, peer.ResolveWildcard());
        }

        return error;
    }

    internal override Errno TryAccept(out SocketHandle? connection)
    {
        connection = null;
        return Errno.Notsup;
    }

    internal override Errno TryReceive(in IoVectors vectors, bool peeks, bool wantsSender, out ReceiveResult received)
    {
        received = default;
        lock (_gate)
        {
            if (!_queue.TryPeek(out Datagram first))
            {
                return _isReadShut || (_pairedSocket is { _closed: true }) ? Errno.Success : Errno.Again;
            }

            if (!peeks)
            {
                _queue.Dequeue();
                _queued -= first.Length + Overhead;
                Ledger?.Release(first.Charge);
            }

            received = new ReceiveResult((uint)vectors.CopyFrom(first.Bytes.AsSpan(0, first.Length)), (uint)first.Length, first.Sender);
            if (!peeks)
            {
                ArrayPool<byte>.Shared.Return(first.Bytes);
            }
        }

        _changed.Wake();
        return Errno.Success;
    }

    internal override Errno TrySend(in IoVectors vectors, EndPoint? destination, out uint count)
    {
        count = 0;
        if (vectors.Length > MaxLength)
        {
            return Errno.Msgsize;
        }

        if (_isWriteShut)
        {
            return Errno.Pipe;
        }

        destination ??= Peer;
        if (destination is null)
        {
            return Errno.Destaddrreq;
        }

        if (!destination.HasFamily(Kind.Family))
        {
            return Errno.Afnosupport;
        }

        Errno error;
        if (_pairedSocket is { } other)
        {
            error = other.Receive(destination, vectors) ? Errno.Success : other._closed ? Errno.Pipe : Errno.Again;
        }
        else
        {
            error = Local is null ? Bind(EndPointExtensions.GetWildcard(Kind.Family)) : Errno.Success;
            error = error == Errno.Success ? Send(vectors, destination.ResolveWildcard()) : error;
        }

        count = error == Errno.Success ? (uint)vectors.Length : 0;
        return error;
    }

    internal override Errno Shutdown(Sdflags how)
    {
        if (Peer is null)
        {
            return Errno.Notconn;
        }

        (_isReadShut, _isWriteShut) = (_isReadShut || (how & Sdflags.Rd) != 0, _isWriteShut || (how & Sdflags.Wr) != 0);
        _changed.Wake();
        return Errno.Success;
    }

    internal override Errno ChangeMembership(IPAddress group, IPAddress interfaceAddress, uint interfaceIndex, bool joins)
    {
        if (!IsMulticast(group))
        {
            return Errno.Inval;
        }

        lock (_gate)
        {
            return joins
                ? _groups.Count >= VirtualNetworkPort.MaxCount ? Errno.Nobufs : _groups.Add(group) ? Errno.Success : Errno.Addrinuse
                : _groups.Remove(group) ? Errno.Success : Errno.Addrnotavail;
        }
    }

    internal override Readiness Poll(PollEvents interest, Waiter waiter)
    {
        waiter.Register(_changed);
        if (_pairedSocket is { } other)
        {
            waiter.Register(other._changed);
        }

        lock (_gate)
        {
            bool readable = _queue.Count > 0 || _isReadShut || _pairedSocket is { _closed: true };
            bool writable = _pairedSocket is null || _pairedSocket._closed || _pairedSocket.HasSpace(MaxLength);
            ulong length = _queue.TryPeek(out Datagram first) ? (ulong)first.Length : 0;
            return new((readable ? interest & PollEvents.Readable : 0) | (writable ? interest & PollEvents.Writable : 0), length);
        }
    }

    public override void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            while (_queue.TryDequeue(out Datagram datagram))
            {
                Ledger?.Release(datagram.Charge);
                ArrayPool<byte>.Shared.Return(datagram.Bytes);
            }
        }

        base.Dispose();
        _changed.Wake();
    }

    private static bool IsMulticast(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
            ? GetFirstByte(address) is >= 224 and < 240
            : address.IsIPv6Multicast;

    private static byte GetFirstByte(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        _ = address.TryWriteBytes(bytes, out _);
        return bytes[0];
    }

    private Errno Send(in IoVectors vectors, EndPoint destination)
    {
        if (destination is IPEndPoint { Port: 0 })
        {
            return Errno.Inval;
        }

        EndPoint source = _lastSource = Network!.GetSourceEndPoint(Local!, destination, _lastSource);
        if (destination is IPEndPoint ip && (IsMulticast(ip.Address) || ip.Address.Equals(IPAddress.Broadcast)))
        {
            return SendToMany(source, vectors, ip);
        }

        if (Network.BoundAddresses.Find(SockType.SocketDgram, destination) is VirtualDatagramSocket receiver)
        {
            _ = receiver.Receive(source, vectors);
            return Errno.Success;
        }

        // A datagram to a reachable address without a socket is lost. An unreachable address is reported, and so is an unused Unix name.
        Errno error = Network.GetUnreachableError(destination);
        return error == Errno.Connrefused && destination is IPEndPoint ? Errno.Success : error;
    }

    private Errno SendToMany(EndPoint sender, in IoVectors vectors, IPEndPoint destination)
    {
        bool isMulticast = IsMulticast(destination.Address);
        if (!isMulticast && !IsEnabled(SockOption.Broadcast))
        {
            return Errno.Acces;
        }

        foreach (VirtualDatagramSocket receiver in Network!.BoundAddresses.FindAll(destination.Port))
        {
            if (!isMulticast || receiver.IsMember(destination.Address))
            {
                _ = receiver.Receive(sender, vectors);
            }
        }

        return Errno.Success;
    }

    private bool IsMember(IPAddress group)
    {
        lock (_gate)
        {
            return _groups.Contains(group);
        }
    }

    private bool HasSpace(int length) => Volatile.Read(ref _queued) + length + Overhead <= MaxQueued;

    private bool Receive(EndPoint sender, in IoVectors vectors)
    {
        lock (_gate)
        {
            bool isAccepted = _peer is null || _pairedSocket is not null || _peer.Equals(sender);
            if (_closed || _isReadShut || !isAccepted || !HasSpace(vectors.Length))
            {
                return false;
            }

            byte[] bytes = ArrayPool<byte>.Shared.Rent(vectors.Length);
            Datagram datagram = new(sender, bytes, vectors.Length);
            if (Ledger?.TryCharge(datagram.Charge) == false)
            {
                ArrayPool<byte>.Shared.Return(bytes);
                return false;
            }

            _ = vectors.CopyTo(bytes.AsSpan(0, vectors.Length));
            _queue.Enqueue(datagram);
            _queued += vectors.Length + Overhead;
        }

        _changed.Wake();
        return true;
    }

    /// <summary>A queued datagram.</summary>
    /// <param name="Sender">The source address.</param>
    /// <param name="Bytes">The data, in an array rented from the shared pool.</param>
    /// <param name="Length">The length of the data.</param>
    private readonly record struct Datagram(EndPoint Sender, byte[] Bytes, int Length)
    {
        /// <summary>The number of bytes of host memory that the datagram uses.</summary>
        internal int Charge => Bytes.Length + Overhead;
    }
}
