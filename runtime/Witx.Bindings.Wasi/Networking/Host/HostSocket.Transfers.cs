using System;
using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Platform.Unix.Linux;

namespace Witx.Bindings.Wasi.Networking.Host;

/// <content>Data in and out, straight from and to guest memory; of datagrams, where .NET takes single buffers only, through one of the host's.</content>
internal sealed partial class HostSocket
{
    // No datagram is longer.
    private const int DatagramLength = 1 << 16;

    // A stranger that sends faster than this keeps the guest waiting, but not the host thread from a check for cancellation.
    private const int MaxDroppedAtOnce = 256;

    private readonly Lock _receiving = new();
    private DatagramPeers? _peers;
    private SocketAddress? _senderRoom;
    private KnownAddress? _lastSender;
    private KnownAddress? _lastDestination;

    internal override Errno TryReceive(in IoVectors vectors, bool peeks, bool asksSender, out ReceiveResult received)
    {
        if (!Kind.IsStream)
        {
            return _peers is null
                ? ReceiveDatagram(vectors, peeks, asksSender, out received)
                : ReceiveFromPeer(vectors, peeks, asksSender, out received);
        }

        uint count;
        Errno answer;
        if (vectors.Count > 1 && !peeks && HostHandle.TransfersSockets)
        {
            answer = _handle.Read(vectors, out count);
        }
        else
        {
            count = (uint)_socket.Receive(vectors.First, peeks ? SocketFlags.Peek : SocketFlags.None, out SocketError error);
            answer = SocketErrno.From(error);
        }

        received = new ReceiveResult(answer == Errno.Success ? count : 0, count, null);
        return answer;
    }

    internal override Errno TrySend(in IoVectors vectors, EndPoint? destination, out uint count)
    {
        if (!Kind.IsStream)
        {
            return SendDatagram(vectors, destination, out count);
        }

        if (vectors.Count > 1 && HostHandle.TransfersSockets)
        {
            return _handle.Write(vectors, out count);
        }

        count = (uint)_socket.Send(vectors.First, SocketFlags.None, out SocketError error);
        return SocketErrno.From(error);
    }

    private Errno ReceiveFromPeer(in IoVectors vectors, bool peeks, bool asksSender, out ReceiveResult received)
    {
        lock (_receiving)
        {
            received = default;
            Errno answer = DropDatagramsOfStrangers();
            return answer == Errno.Success ? ReceiveDatagram(vectors, peeks, asksSender, out received) : answer;
        }
    }

    /// <summary>Discards datagrams up to the first one from an address that the guest has sent to.</summary>
    /// <returns><c>again</c> if there is none.</returns>
    private Errno DropDatagramsOfStrangers()
    {
        lock (_receiving)
        {
            Span<byte> bytes = stackalloc byte[1];
            IoVectors probe = new(new GuestMemory(bytes), [new IoVector(0, 1)]);
            for (int dropped = 0; dropped < MaxDroppedAtOnce; dropped++)
            {
                Errno answer = ReceiveDatagram(probe, peeks: true, asksSender: true, out ReceiveResult first);
                if (answer != Errno.Success || _peers!.Contains(first.Sender))
                {
                    return answer;
                }

                _ = ReceiveDatagram(probe, peeks: false, asksSender: false, out _);
            }

            return Errno.Again;
        }
    }

    /// <summary>A datagram comes at once or not at all, into however many buffers.</summary>
    private Errno ReceiveDatagram(in IoVectors vectors, bool peeks, bool asksSender, out ReceiveResult received)
    {
        received = default;

        // Others have no address that a guest could be told.
        asksSender &= Kind.Family is WasiTypes.AddressFamily.Inet4 or WasiTypes.AddressFamily.Inet6;
        if (MsgHdr.IsSupported)
        {
            return ReceiveMessage(vectors, peeks, asksSender, out received);
        }

        byte[] datagram = ArrayPool<byte>.Shared.Rent(DatagramLength);
        try
        {
            SocketFlags flags = peeks ? SocketFlags.Peek : SocketFlags.None;
            SocketError error = SocketError.Success;
            EndPoint? sender = null;
            int length = asksSender
                ? ReceiveFrom(datagram, flags, out sender, out error)
                : _socket.Receive(datagram, flags, out error);
            if (error == SocketError.Success)
            {
                received = new ReceiveResult((uint)vectors.CopyFrom(datagram.AsSpan(0, length)), (uint)length, sender);
            }

            return SocketErrno.From(error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(datagram);
        }
    }

    private int ReceiveFrom(byte[] datagram, SocketFlags flags, out EndPoint? sender, out SocketError error)
    {
        (sender, error) = (null, SocketError.Success);
        try
        {
            // Looking first is cheaper than an exception for each time that there is none.
            if (!_socket.Poll(TimeSpan.Zero, SelectMode.SelectRead))
            {
                error = SocketError.WouldBlock;
                return 0;
            }

            SocketAddress room = RoomForSender();
            int length = _socket.ReceiveFrom(datagram, flags, room);
            sender = Sender(room);
            return length;
        }
        catch (SocketException e)
        {
            error = e.SocketErrorCode;
            return 0;
        }
    }

    private Errno ReceiveMessage(in IoVectors vectors, bool peeks, bool asksSender, out ReceiveResult received)
    {
        SocketAddress? room = asksSender ? RoomForSender() : null;
        Errno answer = MsgHdr.Receive(
            _handle, vectors, peeks, room is null ? [] : room.Buffer.Span, out int nameLength, out uint length);
        EndPoint? sender = null;
        if (room is not null && answer == Errno.Success && nameLength > 0)
        {
            room.Size = nameLength;
            sender = Sender(room);
        }
        else
        {
            _senderRoom = room;
        }

        received = new ReceiveResult(Math.Min(length, (uint)vectors.Length), length, sender);
        return answer;
    }

    private SocketAddress RoomForSender() => Interlocked.Exchange(ref _senderRoom, null) ?? EndPointExtensions.GetWildcard(Kind.Family).Serialize();

    /// <summary>The sender by its address. Most datagrams come from where the last one came from, whose address is made already.</summary>
    private EndPoint Sender(SocketAddress room)
    {
        if (_lastSender is { } last && last.Address.Equals(room))
        {
            _senderRoom = room;
            return last.EndPoint;
        }

        EndPoint sender = EndPointExtensions.GetWildcard(Kind.Family).Create(room);
        _lastSender = new KnownAddress(sender, room);
        return sender;
    }

    private Errno SendDatagram(in IoVectors vectors, EndPoint? destination, out uint count)
    {
        count = 0;
        if (vectors.Length > DatagramLength)
        {
            return Errno.Msgsize;
        }

        if (destination is not null && !EndPointExtensions.HasFamily(destination, Kind.Family))
        {
            return Errno.Afnosupport;
        }

        if (MsgHdr.IsSupported)
        {
            return SendMessage(vectors, destination, out count);
        }

        byte[]? copy = vectors.Count > 1 ? ArrayPool<byte>.Shared.Rent(DatagramLength) : null;
        try
        {
            if (!TryPrepareToSend(destination))
            {
                return Errno.Nobufs;
            }

            ReadOnlySpan<byte> datagram = copy is null ? vectors.First : copy.AsSpan(0, vectors.CopyTo(copy.AsSpan(0, vectors.Length)));
            SocketError error = SocketError.Success;
            count = destination is null
                ? (uint)_socket.Send(datagram, SocketFlags.None, out error)
                : (uint)SendTo(datagram, destination);
            return SocketErrno.From(error);
        }
        catch (SocketException e)
        {
            return SocketErrno.From(e.SocketErrorCode);
        }
        finally
        {
            if (copy is not null)
            {
                ArrayPool<byte>.Shared.Return(copy);
            }
        }
    }

    private Errno SendMessage(in IoVectors vectors, EndPoint? destination, out uint count)
    {
        count = 0;
        try
        {
            if (!TryPrepareToSend(destination))
            {
                return Errno.Nobufs;
            }

            Errno answer = MsgHdr.Send(_handle, vectors, destination is null ? [] : NativeAddress(destination).Buffer.Span);
            count = answer == Errno.Success ? (uint)vectors.Length : 0;
            return answer;
        }
        catch (SocketException e)
        {
            return SocketErrno.From(e.SocketErrorCode);
        }
    }

    private int SendTo(ReadOnlySpan<byte> datagram, EndPoint destination) => _socket.SendTo(datagram, SocketFlags.None, NativeAddress(destination));

    /// <summary>
    /// Binds a socket without an address, as the system does when it sends. The guest has not asked to be reached there: without the policy's
    /// consent only the destinations can answer.
    /// </summary>
    /// <returns>False if the account is exhausted.</returns>
    /// <exception cref="SocketException">The system has no address for the socket.</exception>
    private bool TryPrepareToSend(EndPoint? destination)
    {
        if (destination is not IPEndPoint)
        {
            return true;
        }

        if (_socket.LocalEndPoint is null)
        {
            EndPoint any = EndPointExtensions.GetWildcard(Kind.Family);
            if (!_network.AllowsInbound(any))
            {
                _peers = new DatagramPeers(_ledger);
            }

            // .NET reports the address that the system chose only after an explicit bind.
            _socket.Bind(any);
        }

        return _peers?.TryAdd(destination) != false;
    }

    /// <summary>An address that is sent to, as the system writes it.</summary>
    private SocketAddress NativeAddress(EndPoint destination)
    {
        KnownAddress known = _lastDestination is { } last && last.EndPoint.Equals(destination)
            ? last
            : _lastDestination = new KnownAddress(destination, destination.Serialize());
        return known.Address;
    }

    /// <summary>An address as the host writes it, and as the system does.</summary>
    private sealed record KnownAddress(EndPoint EndPoint, SocketAddress Address);
}
