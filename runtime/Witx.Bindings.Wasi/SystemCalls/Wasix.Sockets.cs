using System.Net;
using Witx.Bindings.Wasi.Networking;
using Witx.Bindings.Wasi.Networking.Virtual;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Creating, binding, connecting and accepting sockets.</content>
internal partial class Wasix
{
    public partial Result<Fd, Errno> SockOpen(AddressFamily af, SockType socktype, SockProto sockProto)
    {
        Errno error = SocketKind.From(af, socktype, sockProto, out SocketKind kind);
        if (error != Errno.Success)
        {
            return error;
        }

        if (!Caller.Descriptors.HasRoom)
        {
            return Errno.Mfile;
        }

        Network network = Caller.Process.Network;
        WasiTypes.SockStatus status = kind.IsStream ? WasiTypes.SockStatus.Opening : WasiTypes.SockStatus.Opened;
        error = network.Open(kind, Process.Ledger, out SocketHandle? handle);
        Fd fd = default;
        error = error == Errno.Success ? InsertSocket(new SocketInode(handle!, network, status), 0, out fd) : error;
        return ToResult(error, fd);
    }

    public partial Result<(Fd, Fd), Errno> SockPair(AddressFamily af, SockType socktype, SockProto sockProto)
    {
        Errno error = SocketKind.From(af, socktype, sockProto, out SocketKind kind);
        if (error != Errno.Success)
        {
            return error;
        }

        SocketHandle? first;
        SocketHandle? second;
        if (!kind.IsStream)
        {
            (first, second) = VirtualDatagramSocket.CreatePair(kind, Process.Ledger);
        }
        else if (!VirtualStreamSocket.TryCreatePair(kind, Process.Ledger, out first, out second))
        {
            return Errno.Nobufs;
        }

        error = InsertSocket(new SocketInode(first, ClosedNetwork.Silent, WasiTypes.SockStatus.Opened), 0, out Fd firstFd);
        Errno other = InsertSocket(new SocketInode(second, ClosedNetwork.Silent, WasiTypes.SockStatus.Opened), 0, out Fd secondFd);
        if (error == Errno.Success && other != Errno.Success)
        {
            _ = Caller.Descriptors.Remove(firstFd);
            error = other;
        }

        return ToResult(error, (firstFd, secondFd));
    }

    public partial Result<SockStatus, Errno> SockStatus(Fd fd)
    {
        Errno error = FindSocket(fd, 0, out _, out SocketInode socket);
        return error == Errno.Success ? socket.Status : error;
    }

    public partial Result<AddrPort, Errno> SockAddrLocal(Fd fd)
    {
        Errno error = FindSocket(fd, Rights.SockAddrLocal, out _, out SocketInode socket);
        return error == Errno.Success ? SocketAddresses.Write(socket.Local) : error;
    }

    public partial Result<AddrPort, Errno> SockAddrPeer(Fd fd)
    {
        Errno error = FindSocket(fd, Rights.SockAddrRemote, out _, out SocketInode socket);
        EndPoint? peer = null;
        error = error == Errno.Success ? socket.GetPeer(out peer) : error;
        return error == Errno.Success ? SocketAddresses.Write(peer) : error;
    }

    public partial Errno SockBind(Fd fd, GuestRef<AddrPort> addr)
    {
        Errno error = FindSocket(fd, Rights.SockBind, out _, out SocketInode socket);
        if (error != Errno.Success)
        {
            return error;
        }

        error = SocketAddresses.Read(addr.Read(), out EndPoint local);
        return error == Errno.Success ? socket.Bind(local) : error;
    }

    public partial Errno SockListen(Fd fd, ulong backlog)
    {
        Errno error = FindSocket(fd, Rights.SockListen, out _, out SocketInode socket);
        return error == Errno.Success ? socket.Listen(backlog) : error;
    }

    public partial Errno SockConnect(Fd fd, GuestRef<AddrPort> addr)
    {
        Errno error = FindSocket(fd, Rights.SockConnect, out Descriptor descriptor, out SocketInode socket);
        if (error != Errno.Success)
        {
            return error;
        }

        error = SocketAddresses.Read(addr.Read(), out EndPoint peer);
        return error == Errno.Success ? socket.Connect(descriptor.File, peer, Caller.Waiter) : error;
    }

    public partial Result<(Fd, AddrPort), Errno> SockAcceptV2(Fd fd, Fdflags flags)
    {
        Errno error = Accept(fd, flags, out Fd connection, out EndPoint? peer);
        return error == Errno.Success ? (connection, SocketAddresses.Write(peer)) : error;
    }
}
