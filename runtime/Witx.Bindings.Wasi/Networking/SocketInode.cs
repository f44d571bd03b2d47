using System.Net;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>
/// The inode of a socket. It checks access and implements blocking calls on top of a nonblocking <see cref="SocketHandle"/>.
/// </summary>
/// <param name="handle">The socket, which the inode owns and disposes.</param>
/// <param name="network">The network that checks the addresses of the socket.</param>
/// <param name="status">The initial status, <see cref="SockStatus.Opened"/> for a socket that is connected or listens.</param>
internal sealed partial class SocketInode(SocketHandle handle, Network network, SockStatus status) : Inode
{
    // Counts the operations that found or left the handle not ready, so that an edge-triggered epoll reports the next readiness.
    private uint _drainCount;
    private volatile EndPoint? _destination;

    /// <summary>The destination of the last datagram, kept so that a repeated destination does not allocate.</summary>
    internal EndPoint? Destination
    {
        get => _destination;
        set => _destination = value;
    }

    internal override Filetype Filetype => Kind.Type switch
    {
        SockType.SocketStream => Filetype.SocketStream,
        SockType.SocketDgram => Filetype.SocketDgram,
        SockType.SocketRaw => Filetype.SocketRaw,
        SockType.SocketSeqpacket => Filetype.SocketSeqpacket,
        _ => Filetype.Unknown,
    };

    internal override Rights Rights => RightsTable.Socket;

    internal override uint ReadinessGeneration => Volatile.Read(ref _drainCount) + handle.ReadinessGeneration;

    /// <summary>The family, type and protocol.</summary>
    internal SocketKind Kind => handle.Kind;

    internal override Errno GetStat(out Filestat stat)
    {
        stat = FileStat with { Nlink = 1 };
        return Errno.Success;
    }

    internal override Errno Read(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        Errno error = Receive(file, vectors, 0, wantsSender: false, waiter, out ReceiveResult received);
        count = received.Count;
        return error;
    }

    internal override Errno Write(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count) =>
        Send(file, vectors, 0, destination: null, waiter, out count);

    internal override Readiness Poll(OpenFileDescription file, PollEvents interest, Waiter waiter) => handle.Poll(interest, waiter);

    internal override void Close()
    {
        _status = SockStatus.Closed;
        handle.Dispose();
    }

    /// <summary>Waits until the socket is ready, unless the socket or the call is nonblocking.</summary>
    /// <param name="file">The open file description of the socket.</param>
    /// <param name="interest">The events to wait for.</param>
    /// <param name="deadline">Monotonic deadline in nanoseconds, or null to wait indefinitely.</param>
    /// <param name="waiter">The waiter of the calling thread.</param>
    /// <param name="waits">False if the flags of the call request nonblocking operation.</param>
    /// <returns><c>Errno.Again</c> (EAGAIN) if the call must not wait, <c>Errno.Timedout</c> (ETIMEDOUT) after the deadline.</returns>
    private Errno WaitUntilReady(OpenFileDescription file, PollEvents interest, ulong? deadline, Waiter waiter, bool waits = true)
    {
        Interlocked.Increment(ref _drainCount);
        if (file.IsNonblocking || !waits)
        {
            return Errno.Again;
        }

        Errno error = waiter.WaitUntilReady(file, interest, deadline);
        return error == Errno.Again ? Errno.Timedout : error;
    }
}
