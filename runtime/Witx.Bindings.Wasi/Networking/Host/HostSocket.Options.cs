using System;
using System.Net;
using System.Net.Sockets;
using Witx.Bindings.Wasi.Platform;
using AddressFamily = Witx.Bindings.Wasi.WasiTypes.AddressFamily;

namespace Witx.Bindings.Wasi.Networking.Host;

/// <content>Socket options. Each WASIX option is translated to a .NET option, or to a raw option where .NET has none.</content>
internal sealed partial class HostSocket
{
    private bool IsIPv6 => Kind.Family == AddressFamily.Inet6;

    internal override Errno GetOption(SockOption option, out long value)
    {
        value = 0;
        try
        {
            if (option == SockOption.LastError)
            {
                value = (long)TakeError();
                return Errno.Success;
            }

            if (option == SockOption.Linger)
            {
                value = _socket.LingerState is { Enabled: true } linger ? linger.LingerTime * NanosecondsPer.Second : -1;
                return Errno.Success;
            }

            if (RawSocketOptions.TryGet(option, out int level, out int number))
            {
                Span<byte> raw = stackalloc byte[sizeof(int)];
                _ = _socket.GetRawSocketOption(level, number, raw);
                value = BitConverter.ToInt32(raw);
                return Errno.Success;
            }

            if (Find(option) is not { } known)
            {
                return Errno.Noprotoopt;
            }

            value = Convert.ToInt64(_socket.GetSocketOption(known.Level, known.Name), System.Globalization.CultureInfo.InvariantCulture);
            return Errno.Success;
        }
        catch (SocketException e)
        {
            return SocketErrno.From(e.SocketErrorCode);
        }
    }

    internal override Errno SetOption(SockOption option, long value)
    {
        try
        {
            int number = (int)Math.Clamp(value, int.MinValue, int.MaxValue);
            if (option == SockOption.Linger)
            {
                // SO_LINGER counts seconds. Round up so that a time below one second does not become 0, which resets the connection
                // on close.
                long seconds = value < 0 ? 0 : (value / NanosecondsPer.Second) + (value % NanosecondsPer.Second == 0 ? 0 : 1);
                _socket.LingerState = new LingerOption(value >= 0, (int)Math.Min(seconds, ushort.MaxValue));
                return Errno.Success;
            }

            if (RawSocketOptions.TryGet(option, out int level, out int name))
            {
                _socket.SetRawSocketOption(level, name, BitConverter.GetBytes(number));
                return Errno.Success;
            }

            if (Find(option) is not { } known)
            {
                return Errno.Noprotoopt;
            }

            _socket.SetSocketOption(known.Level, known.Name, number);
            return Errno.Success;
        }
        catch (SocketException e)
        {
            return SocketErrno.From(e.SocketErrorCode);
        }
        catch (ArgumentException)
        {
            return Errno.Inval;
        }
    }

    internal override Errno ChangeMembership(IPAddress group, IPAddress interfaceAddress, uint interfaceIndex, bool joins)
    {
        SocketOptionName name = joins ? SocketOptionName.AddMembership : SocketOptionName.DropMembership;
        try
        {
            if (IsIPv6)
            {
                _socket.SetSocketOption(SocketOptionLevel.IPv6, name, new IPv6MulticastOption(group, interfaceIndex));
            }
            else
            {
                _socket.SetSocketOption(SocketOptionLevel.IP, name, new MulticastOption(group, interfaceAddress));
            }

            return Errno.Success;
        }
        catch (SocketException e)
        {
            return SocketErrno.From(e.SocketErrorCode);
        }
    }

    private (SocketOptionLevel Level, SocketOptionName Name)? Find(SockOption option) => option switch
    {
        SockOption.NoDelay when Kind.IsStream => (SocketOptionLevel.Tcp, SocketOptionName.NoDelay),
        SockOption.DontRoute => (SocketOptionLevel.Socket, SocketOptionName.DontRoute),
        SockOption.OnlyV6 when IsIPv6 => (SocketOptionLevel.IPv6, SocketOptionName.IPv6Only),
        SockOption.Broadcast when !Kind.IsStream => (SocketOptionLevel.Socket, SocketOptionName.Broadcast),
        SockOption.MulticastLoopV4 when !Kind.IsStream && !IsIPv6 => (SocketOptionLevel.IP, SocketOptionName.MulticastLoopback),
        SockOption.MulticastLoopV6 when !Kind.IsStream && IsIPv6 => (SocketOptionLevel.IPv6, SocketOptionName.MulticastLoopback),
        SockOption.Listening => (SocketOptionLevel.Socket, SocketOptionName.AcceptConnection),
        SockOption.KeepAlive => (SocketOptionLevel.Socket, SocketOptionName.KeepAlive),
        SockOption.OobInline => (SocketOptionLevel.Socket, SocketOptionName.OutOfBandInline),
        SockOption.RecvBufSize => (SocketOptionLevel.Socket, SocketOptionName.ReceiveBuffer),
        SockOption.SendBufSize => (SocketOptionLevel.Socket, SocketOptionName.SendBuffer),
        SockOption.RecvLowat => (SocketOptionLevel.Socket, SocketOptionName.ReceiveLowWater),
        SockOption.SendLowat => (SocketOptionLevel.Socket, SocketOptionName.SendLowWater),
        SockOption.Ttl when IsIPv6 => (SocketOptionLevel.IPv6, SocketOptionName.HopLimit),
        SockOption.Ttl => (SocketOptionLevel.IP, SocketOptionName.IpTimeToLive),
        SockOption.MulticastTtlV4 when !Kind.IsStream && !IsIPv6 => (SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive),
        _ => null,
    };
}
