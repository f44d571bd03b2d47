using System.Net;
using Witx.Bindings.Wasi.Networking;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Datagrams with addresses, and <c>sock_send_file</c>.</content>
internal partial class Wasix
{
    public partial Result<(ulong, Roflags, AddrPort), Errno> SockRecvFrom(
        GuestMemory memory, Fd fd, GuestList<Iovec> riData, Riflags riFlags)
    {
        IoVectors vectors = Vectors(memory, riData);
        Errno error = FindSocket(fd, Rights.SockRecvFrom, out Descriptor descriptor, out SocketInode socket);
        if (error != Errno.Success)
        {
            return error;
        }

        error = socket.Receive(descriptor.File, vectors, riFlags, wantsSender: true, Caller.Waiter, out ReceiveResult received);
        Caller.BytesRead += received.Count;
        if (error != Errno.Success)
        {
            return error;
        }

        EndPoint? sender = received.Sender;
        if (sender is null)
        {
            _ = socket.GetPeer(out sender);
        }

        uint count = (riFlags & Riflags.RecvDataTruncated) != 0 ? received.Length : received.Count;
        return (count, received.IsTruncated ? Roflags.RecvDataTruncated : 0, SocketAddresses.Write(sender));
    }

    public partial Result<ulong, Errno> SockSendTo(
        GuestMemory memory, Fd fd, GuestList<Ciovec> siData, Siflags siFlags, GuestRef<AddrPort> addr)
    {
        IoVectors vectors = Vectors(memory, siData);
        Errno error = FindSocket(fd, Rights.SockSendTo, out Descriptor descriptor, out SocketInode socket);
        if (error != Errno.Success)
        {
            return error;
        }

        error = SocketAddresses.Read(addr.Read(), socket.Destination, out EndPoint destination);
        socket.Destination = destination;
        uint count = 0;
        error = error == Errno.Success
            ? socket.Send(descriptor.File, vectors, siFlags, destination, Caller.Waiter, out count)
            : error;
        Caller.BytesWritten += count;
        return ToResult<ulong>(error, count);
    }

    public partial Result<ulong, Errno> SockSendFile(Fd outFd, Fd inFd, ulong offset, ulong count)
    {
        Errno error = FindSocket(outFd, Rights.SockSend, out Descriptor descriptor, out SocketInode socket);
        if (error != Errno.Success)
        {
            return error;
        }

        error = Find(inFd, Rights.FdRead, out Descriptor source);
        ulong sent = 0;
        error = error == Errno.Success
            ? socket.SendFile(descriptor.File, source.File, offset, count, Caller.Waiter, out sent)
            : error;
        Caller.BytesRead += (long)sent;
        Caller.BytesWritten += (long)sent;
        return ToResult(error, sent);
    }
}
