using System.Net;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi.Networking.Virtual;

/// <summary>A socket of a network within the process.</summary>
/// <param name="kind">Its kind.</param>
/// <param name="network">The network; null for one of a pair.</param>
/// <param name="ledger">The account that received data is charged to; null for a socket of the embedder.</param>
internal abstract class VirtualSocket(SocketKind kind, VirtualNetwork? network, ResourceLedger? ledger) : SocketHandle(kind)
{
    private readonly long[] _options = NewOptions();
    private EndPoint? _local;

    internal override EndPoint? Local => _local;

    /// <summary>The account that received data is charged to; null for a socket of the embedder.</summary>
    internal ResourceLedger? Ledger => ledger;

    /// <summary>The network; a pair of sockets is on none.</summary>
    protected VirtualNetwork? Network => network;

    /// <summary>Whether it is at an IPv4 address too, by which it is known in IPv6.</summary>
    internal bool IsDualMode => Kind.Family == AddressFamily.Inet6 && _options[(int)SockOption.OnlyV6] == 0;

    internal bool ReusesPort => _options[(int)SockOption.ReusePort] != 0;

    protected bool IsEnabled(SockOption option) => _options[(int)option] != 0;

    internal override Errno Bind(EndPoint local) =>
        network is null ? Errno.Inval : network.IsLocal(local) ? BindUnchecked(local) : Errno.Addrnotavail;

    /// <summary>Gives it an address, whether the network's port has that or not.</summary>
    internal Errno BindUnchecked(EndPoint local)
    {
        Errno answer = network!.BoundAddresses.Add(this, ref local);
        if (answer == Errno.Success)
        {
            _local = local;
        }

        return answer;
    }

    internal override Errno FinishConnect() => Errno.Success;

    internal override Errno GetOption(SockOption option, out long value)
    {
        value = _options[(int)option];
        return IsKnown(option) ? Errno.Success : Errno.Noprotoopt;
    }

    internal override Errno SetOption(SockOption option, long value)
    {
        if (!IsKnown(option))
        {
            return Errno.Noprotoopt;
        }

        _options[(int)option] = value;
        return Errno.Success;
    }

    internal override Errno ChangeMembership(IPAddress group, IPAddress address, uint number, bool joins) => Errno.Inval;

    public override void Dispose()
    {
        if (_local is not null)
        {
            network?.BoundAddresses.Remove(this, _local);
        }
    }

    /// <summary>It has an address that it did not ask for.</summary>
    protected void SetLocal(EndPoint? local) => _local = local;

    private static long[] NewOptions()
    {
        long[] options = new long[(int)SockOption.Proto + 1];
        options[(int)SockOption.OnlyV6] = 1;
        options[(int)SockOption.Linger] = -1;
        options[(int)SockOption.RecvBufSize] = options[(int)SockOption.SendBufSize] = Pipe.Capacity;
        options[(int)SockOption.RecvLowat] = options[(int)SockOption.SendLowat] = 1;
        options[(int)SockOption.Ttl] = 64;
        options[(int)SockOption.MulticastTtlV4] = options[(int)SockOption.MulticastLoopV4] = options[(int)SockOption.MulticastLoopV6] = 1;
        return options;
    }

    private bool IsKnown(SockOption option) => option switch
    {
        SockOption.OnlyV6 or SockOption.MulticastLoopV6 => Kind.Family == AddressFamily.Inet6,
        SockOption.MulticastLoopV4 or SockOption.MulticastTtlV4 => Kind.Family == AddressFamily.Inet4 && !Kind.IsStream,
        SockOption.NoDelay => Kind.Protocol == SockProto.Tcp,
        SockOption.Broadcast => !Kind.IsStream,
        SockOption.Promiscuous or SockOption.Noop => false,
        _ => (int)option < _options.Length,
    };
}
