using System;
using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Platform.Unix.Linux;

namespace Witx.Bindings.Wasi.Networking.Host;

/// <content>
/// Sending and receiving, directly from and to guest memory. Where only .NET's single-buffer calls are available, datagrams are
/// copied through a host buffer.
/// </content>
internal sealed partial class HostSocket
{
    // The length field of UDP has 16 bits, so no datagram is longer.
    private const int DatagramLength = 1 << 16;

    // Bounds the time between two checks for cancellation while other addresses send unsolicited datagrams.
    private const int MaxDroppedAtOnce = 256;

    private readonly Lock _receiveGate = new();

    // The addresses that the socket may receive from, or null if the policy allows all.
    private DatagramPeers? _peers;

    // A buffer for the native address of the next sender, or null while it is in use.
    private SocketAddress? _senderBuffer;
    private KnownAddress? _lastSender;
    private KnownAddress? _lastDestination;

    internal override Errno TryReceive(in IoVectors vectors, bool peeks, bool wantsSender, out ReceiveResult received)
    {
        if (!Kind.IsStream)
        {
            return _peers is null
                ? ReceiveDatagram(vectors, peeks, wantsSender, out received)
                : ReceiveFromPeer(vectors, peeks, wantsSender, out received);
        }

        uint count;
        Errno error;
        if (vectors.Count > 1 && !peeks && HostHandle.TransfersSockets)
        {
            error = _handle.Read(vectors, out count);
        }
        else
        {
            count = (uint)_socket.Receive(vectors.First, peeks ? SocketFlags.Peek : SocketFlags.None, out SocketError socketError);
            error = SocketErrno.From(socketError);
        }

        received = new ReceiveResult(error == Errno.Success ? count : 0, count, null);
        return error;
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

    private Errno ReceiveFromPeer(in IoVectors vectors, bool peeks, bool wantsSender, out ReceiveResult received)
    {
        lock (_receiveGate)
        {
            received = default;
            Errno error = DropUnsolicitedDatagrams();
            return error == Errno.Success ? ReceiveDatagram(vectors, peeks, wantsSender, out received) : error;
        }
    }

    /// <summary>Discards datagrams until the first one from an address that the guest has sent to.</summary>
    /// <returns>
    /// <c>Errno.Again</c> (EAGAIN) if there is no such datagram, or if <see cref="MaxDroppedAtOnce"/> datagrams were discarded.
    /// </returns>
    private Errno DropUnsolicitedDatagrams()
    {
        lock (_receiveGate)
        {
            Span<byte> bytes = stackalloc byte[1];
            IoVectors probe = new(new GuestMemory(bytes), [new IoVector(0, 1)]);
            for (int dropped = 0; dropped < MaxDroppedAtOnce; dropped++)
            {
                Errno error = ReceiveDatagram(probe, peeks: true, wantsSender: true, out ReceiveResult first);
                if (error != Errno.Success || _peers!.Contains(first.Sender))
                {
                    return error;
                }

                _ = ReceiveDatagram(probe, peeks: false, wantsSender: false, out _);
            }

            return Errno.Again;
        }
    }

    /// <summary>Receives one datagram into all buffers. The rest of a longer datagram is discarded.</summary>
    private Errno ReceiveDatagram(in IoVectors vectors, bool peeks, bool wantsSender, out ReceiveResult received)
    {
        received = default;

        // Sockets of other families, which the embedder passed in, have no address that WASI can represent.
        wantsSender &= Kind.Family is WasiTypes.AddressFamily.Inet4 or WasiTypes.AddressFamily.Inet6;
        if (MsgHdr.IsSupported)
        {
            return ReceiveMessage(vectors, peeks, wantsSender, out received);
        }

        byte[] datagram = ArrayPool<byte>.Shared.Rent(DatagramLength);
        try
        {
            SocketFlags flags = peeks ? SocketFlags.Peek : SocketFlags.None;
            SocketError error = SocketError.Success;
            EndPoint? sender = null;
            int length = wantsSender
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
            // Socket.ReceiveFrom throws if no datagram is available. A poll is cheaper than an exception.
            if (!_socket.Poll(TimeSpan.Zero, SelectMode.SelectRead))
            {
                error = SocketError.WouldBlock;
                return 0;
            }

            SocketAddress address = TakeSenderBuffer();
            int length = _socket.ReceiveFrom(datagram, flags, address);
            sender = GetSender(address);
            return length;
        }
        catch (SocketException e)
        {
            error = e.SocketErrorCode;
            return 0;
        }
    }

    private Errno ReceiveMessage(in IoVectors vectors, bool peeks, bool wantsSender, out ReceiveResult received)
    {
        SocketAddress? address = wantsSender ? TakeSenderBuffer() : null;
        Errno error = MsgHdr.Receive(
            _handle, vectors, peeks, address is null ? [] : address.Buffer.Span, out int nameLength, out uint length);
        EndPoint? sender = null;
        if (address is not null && error == Errno.Success && nameLength > 0)
        {
            address.Size = nameLength;
            sender = GetSender(address);
        }
        else
        {
            _senderBuffer = address;
        }

        received = new ReceiveResult(Math.Min(length, (uint)vectors.Length), length, sender);
        return error;
    }

    /// <summary>Returns a buffer for the native address of a sender: the cached one, or a new one.</summary>
    private SocketAddress TakeSenderBuffer() =>
        Interlocked.Exchange(ref _senderBuffer, null) ?? EndPointExtensions.GetWildcard(Kind.Family).Serialize();

    /// <summary>
    /// Converts the native address of a sender. Datagrams in a row from one sender share the result, so that they do not allocate.
    /// </summary>
    private EndPoint GetSender(SocketAddress address)
    {
        if (_lastSender is { } last && last.Address.Equals(address))
        {
            _senderBuffer = address;
            return last.EndPoint;
        }

        EndPoint sender = EndPointExtensions.GetWildcard(Kind.Family).Create(address);
        _lastSender = new KnownAddress(sender, address);
        return sender;
    }

    private Errno SendDatagram(in IoVectors vectors, EndPoint? destination, out uint count)
    {
        count = 0;
        if (vectors.Length > DatagramLength)
        {
            return Errno.Msgsize;
        }

        if (destination is not null && !destination.HasFamily(Kind.Family))
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

            Errno error = MsgHdr.Send(_handle, vectors, destination is null ? [] : GetNativeAddress(destination).Buffer.Span);
            count = error == Errno.Success ? (uint)vectors.Length : 0;
            return error;
        }
        catch (SocketException e)
        {
            return SocketErrno.From(e.SocketErrorCode);
        }
    }

    private int SendTo(ReadOnlySpan<byte> datagram, EndPoint destination) =>
        _socket.SendTo(datagram, SocketFlags.None, GetNativeAddress(destination));

    /// <summary>
    /// Binds an unbound socket to an ephemeral port before it sends, and records the destination if the socket is restricted.
    /// </summary>
    /// <remarks>
    /// The guest did not request to receive at this port. Without inbound access in the policy, only its destinations can answer:
    /// see <see cref="DatagramPeers"/>.
    /// </remarks>
    /// <returns>False if the ledger's limit is reached.</returns>
    /// <exception cref="SocketException">The host has no free port.</exception>
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

            // Socket.LocalEndPoint reports the chosen port only after an explicit bind.
            _socket.Bind(any);
        }

        return _peers?.TryAdd(destination) != false;
    }

    /// <summary>Converts a destination to a native address (<c>sockaddr</c>). A repeated destination reuses the last result.</summary>
    private SocketAddress GetNativeAddress(EndPoint destination)
    {
        KnownAddress known = _lastDestination is { } last && last.EndPoint.Equals(destination)
            ? last
            : _lastDestination = new KnownAddress(destination, destination.Serialize());
        return known.Address;
    }

    /// <summary>An address with its native form.</summary>
    private sealed record KnownAddress(EndPoint EndPoint, SocketAddress Address);
}
