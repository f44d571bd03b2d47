using System;
using System.Net;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.Networking;

/// <content>Addresses and connections.</content>
internal sealed partial class SocketInode
{
    // What systems make of a larger one.
    private const uint MaxBacklog = 4096;

    private volatile SockStatus _status = status;
    private volatile bool _isConnecting;
    private volatile bool _isListening;
    private Errno _error;

    internal SockStatus Status
    {
        get
        {
            UpdateConnectState();
            return _status;
        }
    }

    internal EndPoint Local => handle.Local ?? EndPointExtensions.GetWildcard(Kind.Family);

    internal Errno GetPeer(out EndPoint? peer)
    {
        UpdateConnectState();
        peer = handle.Peer;
        return peer is null ? Errno.Notconn : Errno.Success;
    }

    /// <summary>Gives it an address of its own. A stream's ephemeral port is nothing yet that anyone could reach: that is asked when it listens.</summary>
    internal Errno Bind(EndPoint local)
    {
        Errno answer = !EndPointExtensions.HasFamily(local, Kind.Family) ? Errno.Afnosupport
            : handle.Local is not null ? Errno.Inval
            : Kind.IsStream && local is IPEndPoint { Port: 0 } ? Errno.Success
            : CheckInbound(local);
        return answer == Errno.Success ? handle.Bind(local) : answer;
    }

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

        Errno answer = handle.Local is not null ? Errno.Success : handle.Bind(EndPointExtensions.GetWildcard(Kind.Family));
        answer = answer == Errno.Success ? CheckInbound(Local) : answer;
        answer = answer == Errno.Success ? handle.Listen((int)Math.Clamp(backlog, 1, MaxBacklog)) : answer;
        if (answer == Errno.Success)
        {
            (_isListening, _status) = (true, SockStatus.Opened);
        }

        return answer;
    }

    /// <summary>Connects, and waits for the outcome if the guest wants to wait.</summary>
    internal Errno Connect(OpenFileDescription file, EndPoint peer, Waiter waiter)
    {
        if (_isConnecting)
        {
            UpdateConnectState();
            return _isConnecting ? Errno.Already : _status == SockStatus.Opened ? Errno.Success : TakeError();
        }

        Errno answer = !EndPointExtensions.HasFamily(peer, Kind.Family) ? Errno.Afnosupport
            : _isListening || (Kind.IsStream && handle.Peer is not null) ? Errno.Isconn
            : CheckOutbound(peer);
        if (answer != Errno.Success)
        {
            return answer;
        }

        answer = handle.StartConnect(peer);
        if (answer != Errno.Inprogress)
        {
            _status = answer == Errno.Success ? SockStatus.Opened : SockStatus.Failed;
            return answer;
        }

        (_isConnecting, _status) = (true, SockStatus.Opening);
        if (file.IsNonblocking)
        {
            return answer;
        }

        answer = waiter.WaitUntilReady(file, PollEvents.Writable, Deadline(SockOption.ConnectTimeout, waiter));
        UpdateConnectState();
        return answer == Errno.Again ? Errno.Timedout
            : answer != Errno.Success ? answer
            : _status == SockStatus.Opened ? Errno.Success
            : TakeError();
    }

    /// <summary>Takes the next connection, or waits for one.</summary>
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
            Errno answer = handle.TryAccept(out SocketHandle? accepted);
            if (answer == Errno.Success)
            {
                peer = accepted!.Peer;
                connection = new SocketInode(accepted, network, SockStatus.Opened);
                return answer;
            }

            answer = answer == Errno.Again
                ? WaitUntilReady(file, PollEvents.Readable, deadline ??= Deadline(SockOption.AcceptTimeout, waiter), waiter)
                : answer;
            if (answer != Errno.Success)
            {
                return answer;
            }
        }
    }

    internal Errno Shutdown(Sdflags how)
    {
        UpdateConnectState();
        Errno answer = handle.Shutdown(how);
        if (answer == Errno.Success && how == (Sdflags.Rd | Sdflags.Wr))
        {
            _status = SockStatus.Closed;
        }

        return answer;
    }

    /// <summary>Whether connections can come. One that was handed in listens already.</summary>
    private bool CheckListening() =>
        _isListening || (_isListening = handle.GetOption(SockOption.Listening, out long listens) == Errno.Success && listens != 0);

    /// <summary>Takes note of how a connection came out that was started without waiting for it.</summary>
    private void UpdateConnectState()
    {
        if (!_isConnecting)
        {
            return;
        }

        Errno answer = handle.FinishConnect();
        if (answer != Errno.Again)
        {
            _error = answer;
            (_status, _isConnecting) = (answer == Errno.Success ? SockStatus.Opened : SockStatus.Failed, false);
        }
    }

    private Errno TakeError()
    {
        (Errno error, _error) = (_error, Errno.Success);
        return error;
    }

    /// <summary>Whether it may be reached at an address. One that is at all addresses of IPv6 may be at all of IPv4 too.</summary>
    private Errno CheckInbound(EndPoint local)
    {
        Errno answer = network.CheckAccess(WasiNetworkAccess.Inbound, local);
        return answer == Errno.Success
            && local is IPEndPoint ip
            && ip.Address.Equals(IPAddress.IPv6Any)
            && handle.GetOption(SockOption.OnlyV6, out long only) == Errno.Success
            && only == 0
                ? network.CheckAccess(WasiNetworkAccess.Inbound, new IPEndPoint(IPAddress.Any, ip.Port))
                : answer;
    }

    private Errno CheckOutbound(EndPoint peer) => network.CheckAccess(WasiNetworkAccess.Outbound, EndPointExtensions.ToDestination(peer));
}
