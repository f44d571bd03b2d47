using System;
using System.Buffers;
using System.Net;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.Networking;

/// <content>Sending and receiving.</content>
internal sealed partial class SocketInode
{
    private const int FileBufferLength = 1 << 16;

    /// <summary>Receives stream data or a datagram (<c>recvfrom(2)</c>). A blocking socket waits for data.</summary>
    /// <param name="file">The open file description of the socket.</param>
    /// <param name="vectors">The buffers that receive the data.</param>
    /// <param name="flags"><c>recv_peek</c>, <c>recv_waitall</c> and <c>recv_dont_wait</c>.</param>
    /// <param name="wantsSender">True to report the address of a datagram's sender.</param>
    /// <param name="waiter">The waiter of the calling thread.</param>
    /// <param name="received">The number of bytes, the length of the datagram and its sender.</param>
    /// <returns>
    /// <c>Errno.Again</c> (EAGAIN) if the call must not wait and no data is available, <c>Errno.Timedout</c> (ETIMEDOUT) after the
    /// receive timeout.
    /// </returns>
    internal Errno Receive(
        OpenFileDescription file, in IoVectors vectors, Riflags flags, bool wantsSender, Waiter waiter, out ReceiveResult received)
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
            Errno error = handle.TryReceive(rest, peeks, wantsSender, out received);
            total += received.Count;
            bool isDone = error == Errno.Success && (!waitsForAll || received.Count == 0 || received.Count == rest.Length);
            if (error == Errno.Again)
            {
                error = WaitUntilReady(file, PollEvents.Readable, deadline ??= GetDeadline(SockOption.RecvTimeout, waiter), waiter, waits);
            }
            else if (error == Errno.Success && received.Count < rest.Length)
            {
                Interlocked.Increment(ref _drainCount);
            }

            if (isDone || error != Errno.Success)
            {
                received = Kind.IsStream ? new ReceiveResult(total, total, null) : received;
                return total > 0 ? Errno.Success : error;
            }

            rest = rest.Skip((int)received.Count);
        }
    }

    /// <summary>Sends stream data or a datagram (<c>sendto(2)</c>). A blocking socket waits for buffer space.</summary>
    /// <param name="file">The open file description of the socket.</param>
    /// <param name="vectors">The data to send. A stream may send a part of it.</param>
    /// <param name="flags"><c>send_dont_wait</c>, or 0.</param>
    /// <param name="destination">The address that a datagram is sent to, or null for the peer. Streams ignore it.</param>
    /// <param name="waiter">The waiter of the calling thread.</param>
    /// <param name="count">The number of bytes sent.</param>
    /// <returns>
    /// <c>Errno.Acces</c> (EACCES) if the policy refuses the destination, <c>Errno.Again</c> (EAGAIN) if the call must not wait, or
    /// <c>Errno.Timedout</c> (ETIMEDOUT) after the send timeout.
    /// </returns>
    internal Errno Send(
        OpenFileDescription file, in IoVectors vectors, Siflags flags, EndPoint? destination, Waiter waiter, out uint count)
    {
        count = 0;
        Errno error = destination is null || Kind.IsStream ? Errno.Success : CheckOutbound(destination);
        if (error != Errno.Success)
        {
            return error;
        }

        UpdateConnectState();
        bool waits = (flags & Siflags.SendDontWait) == 0;
        ulong? deadline = null;
        while ((error = handle.TrySend(vectors, destination, out count)) == Errno.Again)
        {
            error = WaitUntilReady(file, PollEvents.Writable, deadline ??= GetDeadline(SockOption.SendTimeout, waiter), waiter, waits);
            if (error != Errno.Success)
            {
                return error;
            }
        }

        return error;
    }

    /// <summary>Sends a range of a file (<c>sendfile(2)</c>), up to the end of the file.</summary>
    /// <param name="file">The open file description of the socket.</param>
    /// <param name="source">The open file description to send from. Its offset does not change.</param>
    /// <param name="offset">The offset of the first byte in the file.</param>
    /// <param name="length">The maximum number of bytes to send.</param>
    /// <param name="waiter">The waiter of the calling thread.</param>
    /// <param name="count">The number of bytes sent.</param>
    /// <returns>The error that stopped the transfer, if no byte was sent before it.</returns>
    internal Errno SendFile(
        OpenFileDescription file, OpenFileDescription source, ulong offset, ulong length, Waiter waiter, out ulong count)
    {
        count = 0;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FileBufferLength);
        try
        {
            Errno error = Errno.Success;
            while (error == Errno.Success && count < length)
            {
                // Throws if the process has exited: a file without an end, such as a device, must not keep the thread in this loop.
                waiter.ThrowIfEnded();
                ulong wanted = Math.Min(length - count, FileBufferLength);
                uint read = 0;
                error = offset + count < offset ? Errno.Inval
                    : source.Inode.ReadAt(source, CreateVectors(buffer, 0, wanted, [default]), offset + count, waiter, out read);
                if (error != Errno.Success || read == 0)
                {
                    break;
                }

                for (uint sent = 0; sent < read && error == Errno.Success;)
                {
                    error = Send(file, CreateVectors(buffer, sent, read - sent, [default]), 0, destination: null, waiter, out uint part);
                    sent += part;
                    count += part;
                }
            }

            return count > 0 ? Errno.Success : error;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static IoVectors CreateVectors(byte[] buffer, uint start, ulong length, Span<IoVector> vector)
    {
        vector[0] = new IoVector(start, length);
        return new IoVectors(new GuestMemory(buffer), vector);
    }
}
