using System.Net;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Networking;

/// <content>Options. How long to wait is the inode's own affair; the rest is its handle's.</content>
internal sealed partial class SocketInode
{
    private readonly ulong[] _timeouts = new ulong[4];

    /// <summary>Reads an option that is a flag or a size.</summary>
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

    /// <summary>Sets an option that is a flag or a size.</summary>
    internal Errno SetOption(SockOption option, long value) =>
        option is SockOption.Noop ? Errno.Success
        : option is SockOption.Type or SockOption.Proto or SockOption.LastError or SockOption.Listening ? Errno.Noprotoopt
        : handle.SetOption(option, value);

    /// <summary>Reads an option that is a time.</summary>
    /// <param name="option">The option.</param>
    /// <param name="time">In nanoseconds; null is no limit.</param>
    internal Errno GetTime(SockOption option, out ulong? time)
    {
        if (option == SockOption.Linger)
        {
            Errno answer = handle.GetOption(option, out long linger);
            time = linger < 0 ? null : (ulong)linger;
            return answer;
        }

        time = _timeouts[option - SockOption.RecvTimeout] is var limit and > 0 ? limit : null;
        return Errno.Success;
    }

    /// <summary>Sets an option that is a time.</summary>
    /// <param name="option">The option.</param>
    /// <param name="time">In nanoseconds; null is no limit, and so is 0 but for how long closing waits.</param>
    internal Errno SetTime(SockOption option, ulong? time)
    {
        if (option == SockOption.Linger)
        {
            return handle.SetOption(option, time is ulong linger ? (long)System.Math.Min(linger, long.MaxValue) : -1);
        }

        _timeouts[option - SockOption.RecvTimeout] = time ?? 0;
        return Errno.Success;
    }

    internal Errno ChangeMembership(IPAddress group, IPAddress address, uint number, bool joins)
    {
        Errno answer = Kind.IsStream || group.AddressFamily != EndPointExtensions.GetWildcard(Kind.Family).AddressFamily ? Errno.Inval
            : joins ? network.CheckAccess(WasiNetworkAccess.Inbound, new IPEndPoint(group, (Local as IPEndPoint)?.Port ?? 0))
            : Errno.Success;
        return answer == Errno.Success ? handle.ChangeMembership(group, address, number, joins) : answer;
    }

    /// <summary>When a wait that starts now is over.</summary>
    private ulong? Deadline(SockOption option, Waiter waiter)
    {
        ulong timeout = _timeouts[option - SockOption.RecvTimeout];
        ulong now = waiter.Now;
        return timeout == 0 ? null : timeout > ulong.MaxValue - now ? ulong.MaxValue : now + timeout;
    }
}
