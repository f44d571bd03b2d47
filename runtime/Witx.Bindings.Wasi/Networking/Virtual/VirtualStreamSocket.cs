using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Threading;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi.Networking.Virtual;

/// <summary>A stream socket within the process: not connected yet, listening, or at one end of two pipes.</summary>
internal sealed class VirtualStreamSocket : VirtualSocket
{
    private readonly Lock _gate = new();
    private readonly Lock _connecting = new();
    private readonly WaitQueue _changed = new();
    private readonly Queue<VirtualStreamSocket> _pending = new();
    private volatile Pipe? _incoming;
    private volatile Pipe? _outgoing;
    private EndPoint? _peer;

    // Where it waits for room among those who wait to be accepted.
    private volatile EndPoint? _destination;
    private Errno _outcome;

    // Of all the addresses that it is bound to, the one that its peer knows.
    private volatile EndPoint? _near;
    private int _backlog;
    private volatile bool _readsNoMore;

    internal VirtualStreamSocket(SocketKind kind, VirtualNetwork network, ResourceLedger? ledger = null)
        : base(kind, network, ledger)
    {
    }

    /// <summary>One that is connected. Its address is its listener's.</summary>
    internal VirtualStreamSocket(
        SocketKind kind, VirtualNetwork? network, ResourceLedger? ledger, EndPoint? local, EndPoint peer, Pipe incoming, Pipe outgoing)
        : base(kind, network, ledger)
    {
        SetLocal(local);
        (_peer, _incoming, _outgoing) = (peer, incoming, outgoing);
    }

    internal override EndPoint? Local => _near ?? base.Local;

    internal override EndPoint? Peer => Volatile.Read(ref _peer);

    internal bool IsListening => Volatile.Read(ref _backlog) > 0;

    /// <summary>Told when a connection waits to be accepted.</summary>
    internal WaitQueue Changed => _changed;

    /// <summary>Told when there may be more to read. Only of one that is connected.</summary>
    internal WaitQueue Incoming => _incoming!.Changed;

    /// <summary>Told when there may be room to write. Only of one that is connected.</summary>
    internal WaitQueue Outgoing => _outgoing!.Changed;

    internal override uint ReadinessGeneration => _changed.ChangeCount + (_incoming?.Changed.ChangeCount ?? 0) + (_outgoing?.Changed.ChangeCount ?? 0);

    /// <summary>Creates two sockets that are connected to each other.</summary>
    /// <returns>False if the account is exhausted.</returns>
    internal static bool TryCreatePair(
        SocketKind kind, ResourceLedger ledger, [NotNullWhen(true)] out SocketHandle? first, [NotNullWhen(true)] out SocketHandle? second)
    {
        (first, second) = (null, null);
        if (!Pipe.TryCreate(ledger, out Pipe? there))
        {
            return false;
        }

        if (!Pipe.TryCreate(ledger, out Pipe? back))
        {
            there.CloseReader();
            return false;
        }

        EndPoint name = EndPointExtensions.GetWildcard(kind.Family);
        first = new VirtualStreamSocket(kind, null, ledger, name, name, back, there);
        second = new VirtualStreamSocket(kind, null, ledger, name, name, there, back);
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

        Errno answer = Network.Connect(this, peer);
        if (answer != Errno.Again)
        {
            return answer;
        }

        _destination = peer;
        return Errno.Inprogress;
    }

    internal override Errno FinishConnect()
    {
        lock (_connecting)
        {
            if (_destination is not { } destination)
            {
                return _outcome;
            }

            Errno answer = Network!.Connect(this, destination);
            if (answer != Errno.Again)
            {
                (_outcome, _destination) = (answer, null);
            }

            return answer;
        }
    }

    /// <summary>It is connected.</summary>
    internal void CompleteConnect(EndPoint local, EndPoint peer, Pipe incoming, Pipe outgoing)
    {
        lock (_gate)
        {
            Volatile.Write(ref _peer, peer);
            (_near, _outgoing, _incoming) = (local, outgoing, incoming);
        }

        _changed.Wake();
    }

    /// <summary>Whether fewer connections wait to be accepted than may.</summary>
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

    /// <summary>Lets a connection wait to be accepted.</summary>
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

    internal override Errno TryReceive(in IoVectors vectors, bool peeks, bool asksSender, out ReceiveResult received)
    {
        received = default;
        if (_incoming is not { } incoming)
        {
            return Errno.Notconn;
        }

        if (_readsNoMore)
        {
            return Errno.Success;
        }

        Errno answer = incoming.TryRead(vectors, out uint count, peeks);
        received = new ReceiveResult(count, count, null);
        return answer;
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
            _readsNoMore = true;
            incoming.CloseReader();
        }

        return Errno.Success;
    }

    internal override Errno GetOption(SockOption option, out long value)
    {
        Errno answer = base.GetOption(option, out value);
        value = option == SockOption.Listening && IsListening ? 1 : value;
        return answer;
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
        PollEvents ready = incoming.CanRead(out int length) || _readsNoMore ? interest & PollEvents.Readable : PollEvents.None;
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
