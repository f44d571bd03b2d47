using System;
using System.Buffers;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Networking.Virtual;

/// <summary>A socket for datagrams within the process. Whoever sends to one that is full sends to nobody, as on any network.</summary>
internal sealed class VirtualDatagramSocket(SocketKind kind, VirtualNetwork? network, ResourceLedger? ledger) : VirtualSocket(kind, network, ledger)
{
    // What a datagram of IPv4 can carry.
    private const int MaxLength = 65507;
    private const int MaxQueued = 1 << 18;

    // What keeping one costs, so that empty ones are bounded too.
    private const int Overhead = 64;

    private readonly Lock _gate = new();
    private readonly WaitQueue _changed = new();
    private readonly Queue<Datagram> _queue = new();
    private readonly HashSet<IPAddress> _groups = [];
    private EndPoint? _near;
    private EndPoint? _peer;
    private VirtualDatagramSocket? _other;
    private int _queued;
    private bool _closed;
    private volatile bool _readsNoMore;
    private volatile bool _sendsNoMore;

    internal override EndPoint? Peer => Volatile.Read(ref _peer);

    internal override uint ReadinessGeneration => _changed.ChangeCount + (_other?._changed.ChangeCount ?? 0);

    /// <summary>Creates two sockets that are connected to each other.</summary>
    internal static (VirtualDatagramSocket First, VirtualDatagramSocket Second) CreatePair(SocketKind kind, ResourceLedger ledger)
    {
        (VirtualDatagramSocket first, VirtualDatagramSocket second) = (new(kind, null, ledger), new(kind, null, ledger));
        EndPoint name = EndPointExtensions.GetWildcard(kind.Family);
        (first._other, first._peer, second._other, second._peer) = (second, name, first, name);
        return (first, second);
    }

    internal override Errno Listen(int backlog) => Errno.Notsup;

    internal override Errno StartConnect(EndPoint peer)
    {
        if (Network is null)
        {
            return Errno.Isconn;
        }

        Errno answer = Local is null ? Bind(EndPointExtensions.GetWildcard(Kind.Family)) : Errno.Success;
        if (answer == Errno.Success)
        {
            Volatile.Write(ref _peer, EndPointExtensions.ToDestination(peer));
        }

        return answer;
    }

    internal override Errno TryAccept(out SocketHandle? connection)
    {
        connection = null;
        return Errno.Notsup;
    }

    internal override Errno TryReceive(in IoVectors vectors, bool peeks, bool asksSender, out ReceiveResult received)
    {
        received = default;
        lock (_gate)
        {
            if (!_queue.TryPeek(out Datagram first))
            {
                return _readsNoMore || (_other is { _closed: true }) ? Errno.Success : Errno.Again;
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

        if (_sendsNoMore)
        {
            return Errno.Pipe;
        }

        destination ??= Peer;
        if (destination is null)
        {
            return Errno.Destaddrreq;
        }

        if (!EndPointExtensions.HasFamily(destination, Kind.Family))
        {
            return Errno.Afnosupport;
        }

        Errno answer;
        if (_other is { } other)
        {
            answer = other.Receive(destination, vectors) ? Errno.Success : other._closed ? Errno.Pipe : Errno.Again;
        }
        else
        {
            answer = Local is null ? Bind(EndPointExtensions.GetWildcard(Kind.Family)) : Errno.Success;
            answer = answer == Errno.Success ? Send(vectors, EndPointExtensions.ToDestination(destination)) : answer;
        }

        count = answer == Errno.Success ? (uint)vectors.Length : 0;
        return answer;
    }

    internal override Errno Shutdown(Sdflags how)
    {
        if (Peer is null)
        {
            return Errno.Notconn;
        }

        (_readsNoMore, _sendsNoMore) = (_readsNoMore || (how & Sdflags.Rd) != 0, _sendsNoMore || (how & Sdflags.Wr) != 0);
        _changed.Wake();
        return Errno.Success;
    }

    internal override Errno ChangeMembership(IPAddress group, IPAddress address, uint number, bool joins)
    {
        if (!IsGroup(group))
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
        if (_other is { } other)
        {
            waiter.Register(other._changed);
        }

        lock (_gate)
        {
            bool readable = _queue.Count > 0 || _readsNoMore || _other is { _closed: true };
            bool writable = _other is null || _other._closed || _other.HasRoom(MaxLength);
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

    private static bool IsGroup(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? FirstOf(address) is >= 224 and < 240 : address.IsIPv6Multicast;

    private static byte FirstOf(IPAddress address)
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

        EndPoint near = _near = Network!.GetSourceEndPoint(Local!, destination, _near);
        if (destination is IPEndPoint ip && (IsGroup(ip.Address) || ip.Address.Equals(IPAddress.Broadcast)))
        {
            return SendToAll(near, vectors, ip);
        }

        if (Network.BoundAddresses.Find(SockType.SocketDgram, destination) is VirtualDatagramSocket receiver)
        {
            _ = receiver.Receive(near, vectors);
            return Errno.Success;
        }

        // Where someone could be, the datagram is lost; where nobody can be, its sender hears of it.
        Errno answer = Network.GetUnreachableError(destination);
        return answer == Errno.Connrefused && destination is IPEndPoint ? Errno.Success : answer;
    }

    private Errno SendToAll(EndPoint sender, in IoVectors vectors, IPEndPoint destination)
    {
        bool isGroup = IsGroup(destination.Address);
        if (!isGroup && !IsEnabled(SockOption.Broadcast))
        {
            return Errno.Acces;
        }

        foreach (VirtualDatagramSocket receiver in Network!.BoundAddresses.FindAll(destination.Port))
        {
            if (!isGroup || receiver.IsMember(destination.Address))
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

    private bool HasRoom(int length) => Volatile.Read(ref _queued) + length + Overhead <= MaxQueued;

    private bool Receive(EndPoint sender, in IoVectors vectors)
    {
        lock (_gate)
        {
            bool isWanted = _peer is null || _other is not null || _peer.Equals(sender);
            if (_closed || _readsNoMore || !isWanted || !HasRoom(vectors.Length))
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

    // The bytes are rented.
    private readonly record struct Datagram(EndPoint Sender, byte[] Bytes, int Length)
    {
        /// <summary>The bytes of host memory that the datagram takes.</summary>
        internal int Charge => Bytes.Length + Overhead;
    }
}
