using System;
using System.Buffers;
using System.Net.Sockets;
using System.Threading;
using Witx.Bindings.Wasi.Interop;

namespace Witx.Bindings.Wasi;

/// <summary>A socket of the host. The host's never blocks: a guest that wants to wait does so by its thread's waiter.</summary>
internal sealed class SocketInode : Inode
{
    // No datagram is longer.
    private const int DatagramLength = 1 << 16;

    private readonly Socket _socket;
    private uint _drained;

    /// <param name="socket">The socket, which the inode closes.</param>
    internal SocketInode(Socket socket)
    {
        _socket = socket;
        _socket.Blocking = false;
    }

    internal Socket Socket => _socket;

    internal override Filetype Filetype => _socket.SocketType switch
    {
        SocketType.Stream => Filetype.SocketStream,
        SocketType.Dgram => Filetype.SocketDgram,
        SocketType.Raw => Filetype.SocketRaw,
        SocketType.Seqpacket => Filetype.SocketSeqpacket,
        _ => Filetype.Unknown,
    };

    internal override Rights Rights => RightsTable.Socket;

    internal override uint Edges => Volatile.Read(ref _drained);

    internal override Errno GetStat(out Filestat stat)
    {
        stat = FileStat with { Nlink = 1 };
        return Errno.Success;
    }

    internal override Errno Read(OpenFile file, IoVectors vectors, Waiter waiter, out uint count) =>
        Receive(file, vectors, 0, waiter, out count, out _);

    internal override Errno Write(OpenFile file, IoVectors vectors, Waiter waiter, out uint count) =>
        Send(file, vectors, waiter, out count);

    /// <summary>Receives what has come in, or waits for it.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="vectors">Where it goes.</param>
    /// <param name="flags">Whether to leave it there, and whether to wait until all is full.</param>
    /// <param name="waiter">The thread's.</param>
    /// <param name="count">How many bytes were received; 0 at the end.</param>
    /// <param name="truncated">Whether a datagram was longer than there was room for.</param>
    internal Errno Receive(OpenFile file, IoVectors vectors, Riflags flags, Waiter waiter, out uint count, out bool truncated)
    {
        bool peeks = (flags & Riflags.RecvPeek) != 0;
        bool waitsForAll = (flags & Riflags.RecvWaitall) != 0 && !peeks && _socket.SocketType == SocketType.Stream;
        count = 0;
        while (true)
        {
            Errno answer = _socket.SocketType == SocketType.Stream
                ? ReceiveBytes(vectors, peeks, ref count, out truncated)
                : ReceiveDatagram(vectors, peeks, out count, out truncated);
            if (answer == Errno.Success && !(waitsForAll && count > 0 && count < vectors.Length))
            {
                return answer;
            }

            answer = answer is Errno.Success or Errno.Again ? Await(file, PollEvents.Readable, waiter) : answer;
            if (answer != Errno.Success)
            {
                return count > 0 ? Errno.Success : answer;
            }
        }
    }

    internal Errno Send(OpenFile file, IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        Errno answer;
        do
        {
            answer = _socket.SocketType == SocketType.Stream ? SendBytes(vectors, out count) : SendDatagram(vectors, out count);
        }
        while (answer == Errno.Again && (answer = Await(file, PollEvents.Writable, waiter)) == Errno.Success);

        return answer;
    }

    /// <summary>Takes the next connection, or waits for one.</summary>
    internal Errno Accept(OpenFile file, Waiter waiter, out SocketInode? connection)
    {
        connection = null;
        while (true)
        {
            try
            {
                connection = new SocketInode(_socket.Accept());
                return Errno.Success;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
            {
                Errno answer = Await(file, PollEvents.Readable, waiter);
                if (answer != Errno.Success)
                {
                    return answer;
                }
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
    }

    internal Errno Shutdown(Sdflags how)
    {
        try
        {
            _socket.Shutdown(how == Sdflags.Rd ? SocketShutdown.Receive : how == Sdflags.Wr ? SocketShutdown.Send : SocketShutdown.Both);
            return Errno.Success;
        }
        catch (SocketException e)
        {
            return SocketErrno.From(e.SocketErrorCode);
        }
    }

    internal override Readiness Poll(OpenFile file, PollEvents interest, Waiter waiter)
    {
        PollEvents ready = waiter.Watch(_socket.SafeHandle, interest);
        try
        {
            return new(ready, (ready & PollEvents.Readable) != 0 ? (ulong)_socket.Available : 0);
        }
        catch (SocketException)
        {
            return new(ready);
        }
    }

    internal override void Closed() => _socket.Dispose();

    private Errno ReceiveBytes(IoVectors vectors, bool peeks, ref uint count, out bool truncated)
    {
        truncated = false;
        uint passed = 0;
        for (int i = 0; i < vectors.Count; i++)
        {
            Span<byte> buffer = vectors[i];
            int skipped = (int)Math.Min(count - passed, (uint)buffer.Length);
            passed += (uint)skipped;
            buffer = buffer[skipped..];
            if (buffer.IsEmpty)
            {
                continue;
            }

            int received = _socket.Receive(buffer, peeks ? SocketFlags.Peek : SocketFlags.None, out SocketError error);
            if (error != SocketError.Success)
            {
                return count > 0 ? Errno.Success : SocketErrno.From(error);
            }

            count += (uint)received;
            passed += (uint)received;
            if (received < buffer.Length || peeks)
            {
                Interlocked.Increment(ref _drained);
                break;
            }
        }

        return Errno.Success;
    }

    /// <summary>Through a buffer of the host's: a datagram comes at once or not at all, into however many buffers.</summary>
    private Errno ReceiveDatagram(IoVectors vectors, bool peeks, out uint count, out bool truncated)
    {
        byte[] datagram = ArrayPool<byte>.Shared.Rent(DatagramLength);
        try
        {
            int received = _socket.Receive(datagram, peeks ? SocketFlags.Peek : SocketFlags.None, out SocketError error);
            count = error == SocketError.Success ? (uint)vectors.CopyFrom(datagram.AsSpan(0, received)) : 0;
            truncated = error == SocketError.Success && count < received;
            return SocketErrno.From(error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(datagram);
        }
    }

    private Errno SendBytes(IoVectors vectors, out uint count)
    {
        count = 0;
        for (int i = 0; i < vectors.Count; i++)
        {
            ReadOnlySpan<byte> buffer = vectors[i];
            int sent = _socket.Send(buffer, SocketFlags.None, out SocketError error);
            count += (uint)sent;
            if (error != SocketError.Success)
            {
                return count > 0 ? Errno.Success : SocketErrno.From(error);
            }

            if (sent < buffer.Length)
            {
                break;
            }
        }

        return Errno.Success;
    }

    private Errno SendDatagram(IoVectors vectors, out uint count)
    {
        count = 0;
        if (vectors.Length > DatagramLength)
        {
            return Errno.Msgsize;
        }

        byte[] datagram = ArrayPool<byte>.Shared.Rent(DatagramLength);
        try
        {
            int length = vectors.CopyTo(datagram.AsSpan(0, vectors.Length));
            count = (uint)_socket.Send(datagram.AsSpan(0, length), SocketFlags.None, out SocketError error);
            return SocketErrno.From(error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(datagram);
        }
    }

    private Errno Await(OpenFile file, PollEvents interest, Waiter waiter)
    {
        Interlocked.Increment(ref _drained);
        return file.IsNonblocking ? Errno.Again : waiter.Until(file, interest);
    }
}
