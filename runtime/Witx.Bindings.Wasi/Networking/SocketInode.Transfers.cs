using System;
using System.Buffers;
using System.Net;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.Networking;

/// <content>Data in and out.</content>
internal sealed partial class SocketInode
{
    private const int FileBufferLength = 1 << 16;

    /// <summary>Receives what has come in, or waits for it.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="vectors">Where it goes.</param>
    /// <param name="flags">Whether to leave it there, whether to wait until all is full, or not at all.</param>
    /// <param name="asksSender">Whether to tell who sent it.</param>
    /// <param name="waiter">The thread's.</param>
    /// <param name="received">What came in.</param>
    internal Errno Receive(OpenFileDescription file, in IoVectors vectors, Riflags flags, bool asksSender, Waiter waiter, out ReceiveResult received)
    {
        bool peeks = (flags & Riflags.RecvPeek) != 0;
        bool waitsForAll = (flags & Riflags.RecvWaitall) != 0 && !peeks && Kind.IsStream;
        bool waits = (flags & Riflags.RecvDontWait) == 0;
        ulong? deadline = null;
        uint total = 0;
        IoVectors rest = vectors;
        UpdateConnectState();
        while (true)
        {
            Errno answer = handle.TryReceive(rest, peeks, asksSender, out received);
            total += received.Count;
            bool isDone = answer == Errno.Success && (!waitsForAll || received.Count == 0 || received.Count == rest.Length);
            if (answer == Errno.Again)
            {
                answer = WaitUntilReady(file, PollEvents.Readable, deadline ??= Deadline(SockOption.RecvTimeout, waiter), waiter, waits);
            }
            else if (answer == Errno.Success && received.Count < rest.Length)
            {
                Interlocked.Increment(ref _drainCount);
            }

            if (isDone || answer != Errno.Success)
            {
                received = Kind.IsStream ? new ReceiveResult(total, total, null) : received;
                return total > 0 ? Errno.Success : answer;
            }

            rest = rest.Skip((int)received.Count);
        }
    }

    /// <summary>Sends what there is room for, or waits for room.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="vectors">What to send.</param>
    /// <param name="flags">Whether to wait.</param>
    /// <param name="destination">Where a datagram goes, unless to the peer.</param>
    /// <param name="waiter">The thread's.</param>
    /// <param name="count">How many bytes were sent.</param>
    internal Errno Send(OpenFileDescription file, in IoVectors vectors, Siflags flags, EndPoint? destination, Waiter waiter, out uint count)
    {
        count = 0;
        Errno answer = destination is null || Kind.IsStream ? Errno.Success : CheckOutbound(destination);
        if (answer != Errno.Success)
        {
            return answer;
        }

        UpdateConnectState();
        bool waits = (flags & Siflags.SendDontWait) == 0;
        ulong? deadline = null;
        while ((answer = handle.TrySend(vectors, destination, out count)) == Errno.Again)
        {
            answer = WaitUntilReady(file, PollEvents.Writable, deadline ??= Deadline(SockOption.SendTimeout, waiter), waiter, waits);
            if (answer != Errno.Success)
            {
                return answer;
            }
        }

        return answer;
    }

    /// <summary>Sends a part of a file, through a buffer of the host's: as much of the file as there is, and of that as the guest waits for.</summary>
    /// <param name="file">The open file of the socket.</param>
    /// <param name="source">The open file that is sent. Its own offset stays.</param>
    /// <param name="offset">Where in it to start.</param>
    /// <param name="length">How many bytes at most.</param>
    /// <param name="waiter">The thread's.</param>
    /// <param name="count">How many bytes were sent.</param>
    internal Errno SendFile(OpenFileDescription file, OpenFileDescription source, ulong offset, ulong length, Waiter waiter, out ulong count)
    {
        count = 0;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FileBufferLength);
        try
        {
            Errno answer = Errno.Success;
            while (answer == Errno.Success && count < length)
            {
                // A file that never ends must not keep the thread in a process that has.
                waiter.Begin();
                ulong wanted = Math.Min(length - count, FileBufferLength);
                uint read = 0;
                answer = offset + count < offset ? Errno.Inval
                    : source.Inode.ReadAt(source, Buffer(buffer, 0, wanted, [default]), offset + count, out read);
                if (answer != Errno.Success || read == 0)
                {
                    break;
                }

                for (uint sent = 0; sent < read && answer == Errno.Success;)
                {
                    answer = Send(file, Buffer(buffer, sent, read - sent, [default]), 0, destination: null, waiter, out uint part);
                    sent += part;
                    count += part;
                }
            }

            return count > 0 ? Errno.Success : answer;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static IoVectors Buffer(byte[] buffer, uint start, ulong length, Span<IoVector> room)
    {
        room[0] = new IoVector(start, length);
        return new IoVectors(new GuestMemory(buffer), room);
    }
}
