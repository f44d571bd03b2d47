using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Threading;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi.Networking.Virtual;

/// <summary>A stream socket in a virtual network, or one end of a socket pair. A connection is two <see cref="Pipe"/> objects.</summary>
internal sealed class VirtualStreamSocket : VirtualSocket
{
    private readonly Lock _gate = new();
    private readonly Lock _connectGate = new();
    private readonly WaitQueue _changed = new();
    private readonly Queue<VirtualStreamSocket> _pending = new();
    private volatile Pipe? _incoming;
    private volatile Pipe? _outgoing;
    private EndPoint? _peer;

    // The peer of a pending connection attempt, which waits until the listener's backlog has space. Null otherwise.
    private volatile EndPoint? _destination;
    private Errno _connectError;

    // The address that the peer sees, set by the connection if the socket is bound to a wildcard address.
    private volatile EndPoint? _localSeenByPeer;
    private int _backlog;
    private volatile bool _isReadShut;

    /// <summary>Creates a socket that is not connected.</summary>
    internal VirtualStreamSocket(SocketKind kind, VirtualNetwork network, ResourceLedger? ledger = null)
        : base(kind, network, ledger)
    {
    }

    /// <summary>Creates a connected socket: an accepted one, or one of a pair.</summary>
    /// <param name="kind">The family, type and protocol.</param>
    /// <param name="network">The network, or null for a socket of a pair.</param>
    /// <param name="ledger">The ledger that received data is charged to, or null for a socket of the embedder.</param>
    /// <param name="local">The local address: for an accepted socket, the one that the client connected to.</param>
    /// <param name="peer">The address of the peer.</param>
    /// <param name="incoming">The pipe that the socket reads.</param>
    /// <param name="outgoing">The pipe that the socket writes.</param>
    internal VirtualStreamSocket(
        SocketKind kind, VirtualNetwork? network, ResourceLedger? ledger, EndPoint? local, EndPoint peer, Pipe incoming, Pipe outgoing)
        : base(kind, network, ledger)
    {
        SetLocal(local);
        (_peer, _incoming, _outgoing) = (peer, incoming, outgoing);
    }

    internal override EndPoint? Local => _localSeenByPeer ?? base.Local;

    internal override EndPoint? Peer => Volatile.Read(ref _peer);

    /// <summary>True after <see cref="Listen"/>, until the socket is disposed.</summary>
    internal bool IsListening => Volatile.Read(ref _backlog) > 0;

    /// <summary>Woken when a connection can be accepted, or when a connection attempt has completed.</summary>
    internal WaitQueue Changed => _changed;

    /// <summary>Woken when more data may be readable. Only for a connected socket.</summary>
    internal WaitQueue Incoming => _incoming!.Changed;

    /// <summary>Woken when more buffer space may be writable. Only for a connected socket.</summary>
    internal WaitQueue Outgoing => _outgoing!.Changed;

    internal override uint ReadinessGeneration =>
        _changed.ChangeCount + (_incoming?.Changed.ChangeCount ?? 0) + (_outgoing?.Changed.ChangeCount ?? 0);

    /// <summary>Creates two sockets that are connected to each other (<c>socketpair(2)</c>).</summary>
    /// <returns>False if the ledger's limit is reached.</returns>
    internal static bool TryCreatePair(
        SocketKind kind, ResourceLedger ledger, [NotNullWhen(true)] out SocketHandle? first, [NotNullWhen(true)] out SocketHandle? second)
    {
        (first, second) = (null, null);
        if (!Pipe.TryCreate(ledger, out Pipe? forward))
        {
            return false;
        }

        if (!Pipe.TryCreate(ledger, out Pipe? backward))
        {
            forward.CloseReader();
            return false;
        }

        EndPoint unnamed = EndPointExtensions.GetWildcard(kind.Family);
        first = new VirtualStreamSocket(kind, null, ledger, unnamed, unnamed, backward, forward);
        second = new VirtualStreamSocket(kind, null, ledger, unnamed, unnamed, forward, backward);
        return true;
    }

    internal override Errno Listen(int backlog)
    {
        lock (_gate)
        {
            if (_incoming is not null || Network is null)
            {
                return Errno.Inval;
            }

            Volatile.Write(ref _backlog, backlog);
        }

        Network.BoundAddresses.Changed.Wake();
        return Errno.Success;
    }

    internal override Errno StartConnect(EndPoint peer)
    {
        if (Network is null)
        {
            return Errno.Isconn;
        }

        Errno error = Network.Connect(this, peer);
        if (error != Errno.Again)
        {
            return error;
        }

        _destination = peer;
        return Errno.Inprogress;
    }

    internal override Errno FinishConnect()
    {
        lock (_connectGate)
        {
            if (_destination is not { } destination)
            {
                return _connectError;
            }

            Errno error = Network!.Connect(this, destination);
            if (error != Errno.Again)
            {
                (_connectError, _destination) = (error, null);
            }

            return error;
        }
    }

    /// <summary>Completes a connection attempt of this socket.</summary>
    /// <param name="local">The local address that the peer sees.</param>
    /// <param name="peer">The address of the peer.</param>
    /// <param name="incoming">The pipe that the socket reads.</param>
    /// <param name="outgoing">The pipe that the socket writes.</param>
    internal void CompleteConnect(EndPoint local, EndPoint peer, Pipe incoming, Pipe outgoing)
    {
        lock (_gate)
        {
            Volatile.Write(ref _peer, peer);
            (_localSeenByPeer, _outgoing, _incoming) = (local, outgoing, incoming);
        }

        _changed.Wake();
    }

    /// <summary>True if the listener's backlog has space for another connection.</summary>
    internal bool HasBacklogSpace
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count < _backlog;
            }
        }
    }

    /// <summary>Adds a connection to the listener's backlog.</summary>
    /// <returns>False if the backlog is full.</returns>
    internal bool TryEnqueue(VirtualStreamSocket connection)
    {
        lock (_gate)
        {
            if (_pending.Count >= _backlog)
            {
                return false;
            }

            _pending.Enqueue(connection);
        }

        _changed.Wake();
        return true;
    }

    internal override Errno TryAccept(out SocketHandle? connection)
    {
        lock (_gate)
        {
            connection = _pending.TryDequeue(out VirtualStreamSocket? first) ? first : null;
        }

        if (connection is not null)
        {
            Network!.BoundAddresses.Changed.Wake();
        }

        return connection is not null ? Errno.Success : IsListening ? Errno.Again : Errno.Inval;
    }

    internal override Errno TryReceive(in IoVectors vectors, bool peeks, bool wantsSender, out ReceiveResult received)
    {
        received = default;
        if (_incoming is not { } incoming)
        {
            return Errno.Notconn;
        }

        if (_isReadShut)
        {
            return Errno.Success;
        }

        Errno error = incoming.TryRead(vectors, out uint count, peeks);
        received = new ReceiveResult(count, count, null);
        return error;
    }

    internal override Errno TrySend(in IoVectors vectors, EndPoint? destination, out uint count)
    {
        count = 0;
        return _outgoing is not { } outgoing ? Errno.Notconn
            : !outgoing.HasWriter ? Errno.Pipe
            : outgoing.TryWrite(vectors, out count);
    }

    internal override Errno Shutdown(Sdflags how)
    {
        if (_incoming is not { } incoming || _outgoing is not { } outgoing)
        {
            return Errno.Notconn;
        }

        if ((how & Sdflags.Wr) != 0)
        {
            outgoing.CloseWriter();
        }

        if ((how & Sdflags.Rd) != 0)
        {
            _isReadShut = true;
            incoming.CloseReader();
        }

        return Errno.Success;
    }

    internal override Errno GetOption(SockOption option, out long value)
    {
        Errno error = base.GetOption(option, out value);
        value = option == SockOption.Listening && IsListening ? 1 : value;
        return error;
    }

    internal override Readiness Poll(PollEvents interest, Waiter waiter)
    {
        waiter.Register(_changed);
        if (_destination is not null)
        {
            waiter.Register(Network!.BoundAddresses.Changed);
            if (FinishConnect() == Errno.Again)
            {
                return default;
            }
        }

        if (_incoming is not { } incoming || _outgoing is not { } outgoing)
        {
            lock (_gate)
            {
                return IsListening
                    ? new(_pending.Count > 0 ? interest & PollEvents.Readable : PollEvents.None, (ulong)_pending.Count)
                    : new((interest & PollEvents.Writable) | PollEvents.HangUp);
            }
        }

        waiter.Register(incoming.Changed);
        waiter.Register(outgoing.Changed);
        PollEvents ready = incoming.CanRead(out int length) || _isReadShut ? interest & PollEvents.Readable : PollEvents.None;
        ready |= outgoing.CanWrite ? interest & PollEvents.Writable : PollEvents.None;
        ready |= incoming.HasWriter || outgoing.HasWriter ? PollEvents.None : PollEvents.HangUp;
        return new(ready, (ulong)length);
    }

    public override void Dispose()
    {
        VirtualStreamSocket[] pending;
        lock (_gate)
        {
            Volatile.Write(ref _backlog, 0);
            pending = [.. _pending];
            _pending.Clear();
        }

        foreach (VirtualStreamSocket connection in pending)
        {
            connection.Dispose();
        }

        base.Dispose();
        Network?.BoundAddresses.Changed.Wake();
        _incoming?.CloseReader();
        _outgoing?.CloseWriter();
        _changed.Wake();
    }
}
