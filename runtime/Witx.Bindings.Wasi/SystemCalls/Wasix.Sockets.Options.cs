using System;
using System.Net;
using Witx.Bindings.Wasi.Networking;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Socket options: flags, times and sizes, and multicast groups.</content>
internal partial class Wasix
{
    public partial Errno SockSetOptFlag(Fd fd, SockOption sockopt, Bool flag)
    {
        Errno error = FindSocket(fd, 0, out _, out SocketInode socket);
        return error != Errno.Success ? error
            : IsFlag(sockopt) ? socket.SetOption(sockopt, (long)flag)
            : Errno.Inval;
    }

    public partial Result<Bool, Errno> SockGetOptFlag(Fd fd, SockOption sockopt)
    {
        Errno error = FindSocket(fd, 0, out _, out SocketInode socket);
        long value = 0;
        error = error != Errno.Success ? error : IsFlag(sockopt) ? socket.GetOption(sockopt, out value) : Errno.Inval;
        return ToResult(error, value != 0 ? Bool.True : Bool.False);
    }

    public partial Errno SockSetOptTime(Fd fd, SockOption sockopt, GuestRef<OptionTimestamp> timeout)
    {
        Errno error = FindSocket(fd, 0, out _, out SocketInode socket);
        return error != Errno.Success ? error
            : IsTime(sockopt) ? socket.SetTime(sockopt, timeout.Read().TryGetSome(out ulong time) ? time : null)
            : Errno.Inval;
    }

    public partial Result<OptionTimestamp, Errno> SockGetOptTime(Fd fd, SockOption sockopt)
    {
        Errno error = FindSocket(fd, 0, out _, out SocketInode socket);
        ulong? time = null;
        error = error != Errno.Success ? error : IsTime(sockopt) ? socket.GetTime(sockopt, out time) : Errno.Inval;
        return ToResult(error, time is ulong limit ? OptionTimestamp.Some(limit) : OptionTimestamp.None(0));
    }

    public partial Errno SockSetOptSize(Fd fd, SockOption sockopt, ulong size)
    {
        Errno error = FindSocket(fd, 0, out _, out SocketInode socket);
        return error != Errno.Success ? error
            : IsSize(sockopt) ? socket.SetOption(sockopt, (long)Math.Min(size, int.MaxValue))
            : Errno.Inval;
    }

    public partial Result<ulong, Errno> SockGetOptSize(Fd fd, SockOption sockopt)
    {
        Errno error = FindSocket(fd, 0, out _, out SocketInode socket);
        long value = 0;
        error = error != Errno.Success ? error : IsSize(sockopt) ? socket.GetOption(sockopt, out value) : Errno.Inval;
        return ToResult(error, (ulong)value);
    }

    public partial Errno SockJoinMulticastV4(Fd fd, GuestRef<AddrIp4> multiaddr, GuestRef<AddrIp4> @interface) =>
        ChangeMembership(fd, multiaddr, @interface, joins: true);

    public partial Errno SockLeaveMulticastV4(Fd fd, GuestRef<AddrIp4> multiaddr, GuestRef<AddrIp4> @interface) =>
        ChangeMembership(fd, multiaddr, @interface, joins: false);

    public partial Errno SockJoinMulticastV6(Fd fd, GuestRef<AddrIp6> multiaddr, uint @interface) =>
        ChangeMembership(fd, multiaddr, @interface, joins: true);

    public partial Errno SockLeaveMulticastV6(Fd fd, GuestRef<AddrIp6> multiaddr, uint @interface) =>
        ChangeMembership(fd, multiaddr, @interface, joins: false);

    private static bool IsFlag(SockOption option) => !IsTime(option) && option < SockOption.RecvBufSize;

    private static bool IsTime(SockOption option) =>
        option is SockOption.Linger or (>= SockOption.RecvTimeout and <= SockOption.AcceptTimeout);

    /// <summary>True for options that are numbers, such as buffer sizes and the pending error.</summary>
    private static bool IsSize(SockOption option) => option == SockOption.LastError || (!IsTime(option) && !IsFlag(option));

    private Errno ChangeMembership(Fd fd, GuestRef<AddrIp4> group, GuestRef<AddrIp4> address, bool joins)
    {
        Errno error = FindSocket(fd, 0, out _, out SocketInode socket);
        return error == Errno.Success
            ? socket.ChangeMembership(SocketAddresses.ToAddress(group.Read()), SocketAddresses.ToAddress(address.Read()), 0, joins)
            : error;
    }

    private Errno ChangeMembership(Fd fd, GuestRef<AddrIp6> group, uint number, bool joins)
    {
        Errno error = FindSocket(fd, 0, out _, out SocketInode socket);
        return error == Errno.Success
            ? socket.ChangeMembership(SocketAddresses.ToAddress(group.Read()).ToCanonical(), IPAddress.IPv6Any, number, joins)
            : error;
    }
}
