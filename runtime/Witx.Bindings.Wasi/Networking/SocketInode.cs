using System.Net;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.Networking;

/// <summary>A socket. What it works on never waits: a guest that wants to wait does so by its thread's waiter.</summary>
/// <param name="handle">What it works on, which the inode closes.</param>
/// <param name="network">What it may reach.</param>
/// <param name="status">What has become of it.</param>
internal sealed partial class SocketInode(SocketHandle handle, Network network, SockStatus status) : Inode
{
    private uint _drainCount;
    private volatile EndPoint? _destination;

    /// <summary>Where the guest last sent to: programs send to few.</summary>
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

    internal SocketKind Kind => handle.Kind;

    internal override Errno GetStat(out Filestat stat)
    {
        stat = FileStat with { Nlink = 1 };
        return Errno.Success;
    }

    internal override Errno Read(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        Errno answer = Receive(file, vectors, 0, asksSender: false, waiter, out ReceiveResult received);
        count = received.Count;
        return answer;
    }

    internal override Errno Write(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count) =>
        Send(file, vectors, 0, destination: null, waiter, out count);

    internal override Readiness Poll(OpenFileDescription file, PollEvents interest, Waiter waiter) => handle.Poll(interest, waiter);

    internal override void Close()
    {
        _status = SockStatus.Closed;
        handle.Dispose();
    }

    /// <summary>Waits until it is ready, if the guest wants to wait.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="interest">For what.</param>
    /// <param name="deadline">Until when.</param>
    /// <param name="waiter">The thread's.</param>
    /// <param name="waits">Whether the guest wants to wait, as far as its flags for this call go.</param>
    private Errno WaitUntilReady(OpenFileDescription file, PollEvents interest, ulong? deadline, Waiter waiter, bool waits = true)
    {
        Interlocked.Increment(ref _drainCount);
        if (file.IsNonblocking || !waits)
        {
            return Errno.Again;
        }

        Errno answer = waiter.WaitUntilReady(file, interest, deadline);
        return answer == Errno.Again ? Errno.Timedout : answer;
    }
}
