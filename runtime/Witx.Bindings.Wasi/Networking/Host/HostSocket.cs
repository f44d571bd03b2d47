using System;
using System.Net;
using System.Net.Sockets;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using AddressFamily = Witx.Bindings.Wasi.WasiTypes.AddressFamily;

namespace Witx.Bindings.Wasi.Networking.Host;

/// <summary>A socket of the host, in nonblocking mode.</summary>
internal sealed partial class HostSocket : SocketHandle
{
    private readonly Socket _socket;
    private readonly HostHandle _handle;

    private readonly Network _network;
    private readonly ResourceLedger? _ledger;

    /// <summary>Takes ownership of a .NET socket.</summary>
    /// <param name="socket">The socket. It is set to nonblocking mode, and disposed with this object.</param>
    /// <param name="network">The network whose policy decides which addresses may send datagrams to the socket.</param>
    /// <param name="ledger">The ledger of the process that owns the socket, or null for a socket that the embedder passed in.</param>
    internal HostSocket(Socket socket, Network network, ResourceLedger? ledger)
        : base(GetKind(socket))
    {
        (_socket, _network, _ledger) = (socket, network, ledger);
        _socket.Blocking = false;
        _handle = new HostHandle(socket.SafeHandle);
    }

    internal override EndPoint? Local => GetEndPoint(static socket => socket.LocalEndPoint);

    internal override EndPoint? Peer => GetEndPoint(static socket => socket.RemoteEndPoint);

    /// <summary>Creates a socket (<c>socket(2)</c>).</summary>
    internal static Errno Open(SocketKind kind, Network network, ResourceLedger? ledger, out HostSocket? handle)
    {
        handle = null;
        try
        {
            Socket socket = new(
                kind.Family == AddressFamily.Inet4
                    ? System.Net.Sockets.AddressFamily.InterNetwork
                    : System.Net.Sockets.AddressFamily.InterNetworkV6,
                kind.IsStream ? SocketType.Stream : SocketType.Dgram,
                (ProtocolType)kind.Protocol);
            handle = new HostSocket(socket, network, ledger);
            return Errno.Success;
        }
        catch (SocketException e)
        {
            return SocketErrno.From(e.SocketErrorCode);
        }
    }

    internal override Errno Bind(EndPoint local) => Call(local, static (socket, local) => socket.Bind(local));

    internal override Errno Listen(int backlog) => Call(backlog, static (socket, backlog) => socket.Listen(backlog));

    internal override Errno StartConnect(EndPoint peer)
    {
        if (_peers?.TryAdd(peer) == false)
        {
            return Errno.Nobufs;
        }

        Errno error = Call(peer, static (socket, peer) => socket.Connect(peer));
        return error == Errno.Again ? Errno.Inprogress : error;
    }

    internal override Errno FinishConnect()
    {
        try
        {
            return _socket.Poll(TimeSpan.Zero, SelectMode.SelectWrite) || _socket.Poll(TimeSpan.Zero, SelectMode.SelectError)
                ? TakeError()
                : Errno.Again;
        }
        catch (SocketException e)
        {
            return SocketErrno.From(e.SocketErrorCode);
        }
    }

    internal override Errno TryAccept(out SocketHandle? connection)
    {
        connection = null;
        try
        {
            // Socket.Accept throws if no connection is pending. A poll is cheaper than an exception.
            if (!_socket.Poll(TimeSpan.Zero, SelectMode.SelectRead))
            {
                return Errno.Again;
            }

            connection = new HostSocket(_socket.Accept(), _network, _ledger);
            return Errno.Success;
        }
        catch (SocketException e)
        {
            return SocketErrno.From(e.SocketErrorCode);
        }
        catch (InvalidOperationException)
        {
            return Errno.Inval;
        }
    }

    internal override Errno Shutdown(Sdflags how) => Call(
        how == Sdflags.Rd ? SocketShutdown.Receive : how == Sdflags.Wr ? SocketShutdown.Send : SocketShutdown.Both,
        static (socket, how) => socket.Shutdown(how));

    internal override Readiness Poll(PollEvents interest, Waiter waiter)
    {
        PollEvents ready = waiter.Register(_handle, interest);
        if ((ready & PollEvents.Readable) != 0 && _peers is not null && DropUnsolicitedDatagrams() != Errno.Success)
        {
            ready &= ~PollEvents.Readable;
        }

        try
        {
            return new(ready, (ready & PollEvents.Readable) != 0 ? (ulong)_socket.Available : 0);
        }
        catch (SocketException)
        {
            return new(ready);
        }
    }

    public override void Dispose()
    {
        _socket.Dispose();
        _peers?.Dispose();
    }

    private static SocketKind GetKind(Socket socket) => new(
        socket.AddressFamily switch
        {
            System.Net.Sockets.AddressFamily.InterNetwork => AddressFamily.Inet4,
            System.Net.Sockets.AddressFamily.InterNetworkV6 => AddressFamily.Inet6,
            System.Net.Sockets.AddressFamily.Unix => AddressFamily.Unix,
            _ => AddressFamily.Unspec,
        },
        socket.SocketType switch
        {
            SocketType.Stream => SockType.SocketStream,
            SocketType.Dgram => SockType.SocketDgram,
            SocketType.Raw => SockType.SocketRaw,
            SocketType.Seqpacket => SockType.SocketSeqpacket,
            _ => SockType.SocketUnused,
        },
        socket.ProtocolType is >= 0 and <= (ProtocolType)SockProto.Mptcp ? (SockProto)socket.ProtocolType : SockProto.Ip);

    /// <summary>Calls a method of the socket and converts its exceptions to errors.</summary>
    private Errno Call<T>(T argument, Action<Socket, T> call)
    {
        try
        {
            call(_socket, argument);
            return Errno.Success;
        }
        catch (SocketException e)
        {
            return SocketErrno.From(e.SocketErrorCode);
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            return Errno.Inval;
        }
        catch (NotSupportedException)
        {
            return Errno.Notsup;
        }
        catch (ArgumentException)
        {
            return Errno.Afnosupport;
        }
    }

    /// <summary>Reads an address of the socket, or null if it has none.</summary>
    private EndPoint? GetEndPoint(Func<Socket, EndPoint?> property)
    {
        try
        {
            return property(_socket);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>Returns the pending error and clears it (<c>SO_ERROR</c>).</summary>
    private Errno TakeError() => _socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is int error
        ? SocketErrno.From((SocketError)error)
        : Errno.Io;
}
