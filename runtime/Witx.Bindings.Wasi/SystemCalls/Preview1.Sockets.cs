using System.Net;
using Witx.Bindings.Wasi.Networking;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>The socket functions of preview1: <c>sock_accept</c>, <c>sock_recv</c>, <c>sock_send</c>, <c>sock_shutdown</c>.</content>
internal partial class Preview1
{
    public partial Result<Fd, Errno> SockAccept(Fd fd, Fdflags flags)
    {
        Errno error = Accept(fd, flags, out Fd connection, out _);
        return ToResult(error, connection);
    }

    public partial Result<(ulong, Roflags), Errno> SockRecv(GuestMemory memory, Fd fd, GuestList<Iovec> riData, Riflags riFlags)
    {
        IoVectors vectors = Vectors(memory, riData);
        ReceiveResult received = default;
        Errno error = FindSocket(fd, Rights.FdRead, out Descriptor descriptor, out SocketInode socket);
        if (error == Errno.Success)
        {
            error = socket.Receive(descriptor.File, vectors, riFlags, wantsSender: false, thread.Waiter, out received);
            thread.BytesRead += received.Count;
        }

        return ToResult(error, ((ulong)received.Count, received.IsTruncated ? Roflags.RecvDataTruncated : 0));
    }

    public partial Result<ulong, Errno> SockSend(GuestMemory memory, Fd fd, GuestList<Ciovec> siData, ushort siFlags)
    {
        IoVectors vectors = Vectors(memory, siData);
        uint count = 0;
        Errno error = FindSocket(fd, Rights.FdWrite, out Descriptor descriptor, out SocketInode socket);
        if (error == Errno.Success)
        {
            error = siFlags == 0 ? socket.Send(descriptor.File, vectors, 0, destination: null, thread.Waiter, out count) : Errno.Inval;
            thread.BytesWritten += count;
        }

        return ToResult<ulong>(error, count);
    }

    public partial Errno SockShutdown(Fd fd, Sdflags how)
    {
        Errno error = FindSocket(fd, Rights.SockShutdown, out _, out SocketInode socket);
        return error != Errno.Success ? error
            : how == 0 ? Errno.Inval
            : socket.Shutdown(how);
    }

    /// <summary>Accepts the next connection of a listening socket, and inserts a descriptor for it.</summary>
    private protected Errno Accept(Fd fd, Fdflags flags, out Fd connection, out EndPoint? peer)
    {
        (connection, peer) = (default, null);
        Errno error = FindSocket(fd, Rights.SockAccept, out Descriptor descriptor, out SocketInode socket);
        if (error != Errno.Success || (flags & ~Fdflags.Nonblock) != 0)
        {
            return error != Errno.Success ? error : Errno.Inval;
        }

        // Check before accepting: an accepted connection cannot be returned to the queue.
        if (!Descriptors.HasRoom)
        {
            return Errno.Mfile;
        }

        error = socket.Accept(descriptor.File, thread.Waiter, out SocketInode? accepted, out peer);
        return error == Errno.Success ? InsertSocket(accepted!, flags, out connection) : error;
    }

    /// <summary>Inserts a descriptor for a socket. Closes the socket on failure.</summary>
    private protected Errno InsertSocket(SocketInode socket, Fdflags flags, out Fd fd)
    {
        OpenFileDescription file = new(socket, flags: flags);
        Errno error = Descriptors.Insert(new Descriptor(file), out fd);
        if (error != Errno.Success)
        {
            file.Release();
        }

        return error;
    }

    private protected Errno FindSocket(Fd fd, Rights rights, out Descriptor descriptor, out SocketInode socket)
    {
        socket = null!;
        Errno error = Find(fd, rights, out descriptor);
        if (error == Errno.Badf)
        {
            return error;
        }

        if (descriptor.File.Inode is not SocketInode found)
        {
            return Errno.Notsock;
        }

        socket = found;
        return error;
    }
}
