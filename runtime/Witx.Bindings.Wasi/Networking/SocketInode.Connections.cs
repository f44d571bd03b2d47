using System;
using System.Net;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.Networking;

/// <content>Binding, connecting and accepting.</content>
internal sealed partial class SocketInode
{
    // The cap that Linux applies to larger values (net.core.somaxconn, listen(2)).
    private const uint MaxBacklog = 4096;

    private volatile SockStatus _status = status;
    private volatile bool _isConnecting;
    private volatile bool _isListening;
    private Errno _error;

    /// <summary>The status that WASIX's <c>sock_status</c> reports.</summary>
    internal SockStatus Status
    {
        get
        {
            UpdateConnectState();
            return _status;
        }
    }

    /// <summary>The local address, or the wildcard address if the socket is not bound (<c>getsockname(2)</c>).</summary>
    internal EndPoint Local => handle.Local ?? EndPointExtensions.GetWildcard(Kind.Family);

    /// <summary>Gets the address of the peer (<c>getpeername(2)</c>).</summary>
    /// <returns><c>Errno.Notconn</c> (ENOTCONN) if the socket is not connected.</returns>
    internal Errno GetPeer(out EndPoint? peer)
    {
        UpdateConnectState();
        peer = handle.Peer;
        return peer is null ? Errno.Notconn : Errno.Success;
    }

    /// <summary>Binds the socket to a local address (<c>bind(2)</c>).</summary>
    /// <remarks>
    /// A stream socket with an ephemeral port is not reachable before it listens, so <see cref="Listen"/> checks the policy instead.
    /// </remarks>
    /// <returns><c>Errno.Inval</c> (EINVAL) if the socket is bound already.</returns>
    internal Errno Bind(EndPoint local)
    {
        Errno error = !local.HasFamily(Kind.Family) ? Errno.Afnosupport
            : handle.Local is not null ? Errno.Inval
            : Kind.IsStream && local is IPEndPoint { Port: 0 } ? Errno.Success
            : CheckInbound(local);
        return error == Errno.Success ? handle.Bind(local) : error;
    }

    /// <summary>Starts to listen for connections (<c>listen(2)</c>). An unbound socket is bound to an ephemeral port.</summary>
    internal Errno Listen(ulong backlog)
    {
        UpdateConnectState();
        if (!Kind.IsStream)
        {
            return Errno.Notsup;
        }

        if (_isConnecting || (!_isListening && handle.Peer is not null))
        {
            return Errno.Inval;
        }

        Errno error = handle.Local is not null ? Errno.Success : handle.Bind(EndPointExtensions.GetWildcard(Kind.Family));
        error = error == Errno.Success ? CheckInbound(Local) : error;
        error = error == Errno.Success ? handle.Listen((int)Math.Clamp(backlog, 1, MaxBacklog)) : error;
        if (error == Errno.Success)
        {
            (_isListening, _status) = (true, SockStatus.Opened);
        }

        return error;
    }

    /// <summary>Connects to a peer (<c>connect(2)</c>). A blocking socket waits for the outcome.</summary>
    /// <returns>
    /// <c>Errno.Inprogress</c> (EINPROGRESS) from a nonblocking socket while the attempt is pending, <c>Errno.Timedout</c>
    /// (ETIMEDOUT) after the connect timeout.
    /// </returns>
    internal Errno Connect(OpenFileDescription file, EndPoint peer, Waiter waiter)
    {
        if (_isConnecting)
        {
            UpdateConnectState();
            return _isConnecting ? Errno.Already : _status == SockStatus.Opened ? Errno.Success : TakeError();
        }

        Errno error = !peer.HasFamily(Kind.Family) ? Errno.Afnosupport
            : _isListening || (Kind.IsStream && handle.Peer is not null) ? Errno.Isconn
            : CheckOutbound(peer);
        if (error != Errno.Success)
        {
            return error;
        }

        error = handle.StartConnect(peer);
        if (error != Errno.Inprogress)
        {
            _status = error == Errno.Success ? SockStatus.Opened : SockStatus.Failed;
            return error;
        }

        (_isConnecting, _status) = (true, SockStatus.Opening);
        if (file.IsNonblocking)
        {
            return error;
        }

        error = waiter.WaitUntilReady(file, PollEvents.Writable, GetDeadline(SockOption.ConnectTimeout, waiter));
        UpdateConnectState();
        return error == Errno.Again ? Errno.Timedout
            : error != Errno.Success ? error
            : _status == SockStatus.Opened ? Errno.Success
            : TakeError();
    }

    /// <summary>Accepts the next pending connection (<c>accept(2)</c>). A blocking socket waits for one.</summary>
    /// <returns><c>Errno.Again</c> (EAGAIN) from a nonblocking socket without a pending connection.</returns>
    internal Errno Accept(OpenFileDescription file, Waiter waiter, out SocketInode? connection, out EndPoint? peer)
    {
        (connection, peer) = (null, null);
        if (!CheckListening())
        {
            return Kind.IsStream ? Errno.Inval : Errno.Notsup;
        }

        ulong? deadline = null;
        while (true)
        {
            Errno error = handle.TryAccept(out SocketHandle? accepted);
            if (error == Errno.Success)
            {
                peer = accepted!.Peer;
                connection = new SocketInode(accepted, network, SockStatus.Opened);
                return error;
            }

            error = error == Errno.Again
                ? WaitUntilReady(file, PollEvents.Readable, deadline ??= GetDeadline(SockOption.AcceptTimeout, waiter), waiter)
                : error;
            if (error != Errno.Success)
            {
                return error;
            }
        }
    }

    /// <summary>Shuts down one or both directions of a connection (<c>shutdown(2)</c>).</summary>
    internal Errno Shutdown(Sdflags how)
    {
        UpdateConnectState();
        Errno error = handle.Shutdown(how);
        if (error == Errno.Success && how == (Sdflags.Rd | Sdflags.Wr))
        {
            _status = SockStatus.Closed;
        }

        return error;
    }

    /// <summary>Returns true if the socket listens. A socket that the embedder passed in may have listened before.</summary>
    private bool CheckListening() =>
        _isListening || (_isListening = handle.GetOption(SockOption.Listening, out long listens) == Errno.Success && listens != 0);

    /// <summary>Records the outcome of a pending connection attempt, if it is known by now.</summary>
    private void UpdateConnectState()
    {
        if (!_isConnecting)
        {
            return;
        }

        Errno error = handle.FinishConnect();
        if (error != Errno.Again)
        {
            _error = error;
            (_status, _isConnecting) = (error == Errno.Success ? SockStatus.Opened : SockStatus.Failed, false);
        }
    }

    /// <summary>Returns the pending error and clears it, as <c>SO_ERROR</c> does.</summary>
    private Errno TakeError()
    {
        (Errno error, _error) = (_error, Errno.Success);
        return error;
    }

    /// <summary>
    /// Checks inbound access to a local address. A dual-mode socket at <c>::</c> also receives IPv4, so it needs access to 0.0.0.0
    /// too.
    /// </summary>
    private Errno CheckInbound(EndPoint local)
    {
        Errno error = network.CheckAccess(WasiNetworkAccess.Inbound, local);
        return error == Errno.Success
            && local is IPEndPoint ip
            && ip.Address.Equals(IPAddress.IPv6Any)
            && handle.GetOption(SockOption.OnlyV6, out long only) == Errno.Success
            && only == 0
                ? network.CheckAccess(WasiNetworkAccess.Inbound, new IPEndPoint(IPAddress.Any, ip.Port))
                : error;
    }

    private Errno CheckOutbound(EndPoint peer) => network.CheckAccess(WasiNetworkAccess.Outbound, peer.ResolveWildcard());
}
