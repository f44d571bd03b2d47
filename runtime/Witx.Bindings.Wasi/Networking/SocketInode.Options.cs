using System.Net;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Networking;

/// <content>Socket options. The inode stores the timeouts; its handle stores the other options.</content>
internal sealed partial class SocketInode
{
    // Nanoseconds, 0 for no limit, indexed by the option minus SockOption.RecvTimeout.
    private readonly ulong[] _timeouts = new ulong[4];

    /// <summary>Gets an option that is a flag (0 or 1) or a number.</summary>
    /// <returns><c>Errno.Noprotoopt</c> (ENOPROTOOPT) if the socket does not support the option.</returns>
    internal Errno GetOption(SockOption option, out long value)
    {
        UpdateConnectState();
        value = 0;
        switch (option)
        {
            case SockOption.Type:
                value = (long)Kind.Type;
                return Errno.Success;
            case SockOption.Proto:
                value = (long)Kind.Protocol;
                return Errno.Success;
            case SockOption.LastError when _error != Errno.Success:
                value = (long)TakeError();
                return Errno.Success;
            default:
                return handle.GetOption(option, out value);
        }
    }

    /// <summary>Sets an option that is a flag (0 or 1) or a number.</summary>
    /// <returns><c>Errno.Noprotoopt</c> (ENOPROTOOPT) if the option is read-only or the socket does not support it.</returns>
    internal Errno SetOption(SockOption option, long value) =>
        option is SockOption.Noop ? Errno.Success
        : option is SockOption.Type or SockOption.Proto or SockOption.LastError or SockOption.Listening ? Errno.Noprotoopt
        : handle.SetOption(option, value);

    /// <summary>Gets a timeout, or the linger time of <c>SO_LINGER</c>.</summary>
    /// <param name="option">The option.</param>
    /// <param name="time">The duration in nanoseconds, or null without a limit or with <c>SO_LINGER</c> off.</param>
    internal Errno GetTime(SockOption option, out ulong? time)
    {
        if (option == SockOption.Linger)
        {
            Errno error = handle.GetOption(option, out long linger);
            time = linger < 0 ? null : (ulong)linger;
            return error;
        }

        time = _timeouts[option - SockOption.RecvTimeout] is var limit and > 0 ? limit : null;
        return Errno.Success;
    }

    /// <summary>Sets a timeout, or the linger time of <c>SO_LINGER</c>.</summary>
    /// <param name="option">The option.</param>
    /// <param name="time">
    /// The duration in nanoseconds. For a timeout, null and 0 remove the limit; for the linger time, null turns it off.
    /// </param>
    internal Errno SetTime(SockOption option, ulong? time)
    {
        if (option == SockOption.Linger)
        {
            return handle.SetOption(option, time is ulong linger ? (long)System.Math.Min(linger, long.MaxValue) : -1);
        }

        _timeouts[option - SockOption.RecvTimeout] = time ?? 0;
        return Errno.Success;
    }

    /// <summary>Joins or leaves a multicast group. Joining needs inbound access to the group's address.</summary>
    /// <param name="group">The address of the group.</param>
    /// <param name="interfaceAddress">The address of the interface for an IPv4 group.</param>
    /// <param name="interfaceIndex">The index of the interface for an IPv6 group.</param>
    /// <param name="joins">True to join, false to leave.</param>
    /// <returns><c>Errno.Inval</c> (EINVAL) for a stream socket or a group of another address family.</returns>
    internal Errno ChangeMembership(IPAddress group, IPAddress interfaceAddress, uint interfaceIndex, bool joins)
    {
        Errno error = Kind.IsStream || group.AddressFamily != EndPointExtensions.GetWildcard(Kind.Family).AddressFamily ? Errno.Inval
            : joins ? network.CheckAccess(WasiNetworkAccess.Inbound, new IPEndPoint(group, (Local as IPEndPoint)?.Port ?? 0))
            : Errno.Success;
        return error == Errno.Success ? handle.ChangeMembership(group, interfaceAddress, interfaceIndex, joins) : error;
    }

    /// <summary>Returns the monotonic deadline of a wait that starts now, or null if the timeout is not set.</summary>
    private ulong? GetDeadline(SockOption option, Waiter waiter)
    {
        ulong timeout = _timeouts[option - SockOption.RecvTimeout];
        ulong now = waiter.Now;
        return timeout == 0 ? null : timeout > ulong.MaxValue - now ? ulong.MaxValue : now + timeout;
    }
}
