using System.Net;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi.Networking.Virtual;

/// <summary>Base class of the sockets of a virtual network. It stores the options and the local address.</summary>
/// <param name="kind">The family, type and protocol.</param>
/// <param name="network">The network, or null for a socket of a pair.</param>
/// <param name="ledger">The ledger that received data is charged to, or null for a socket of the embedder.</param>
internal abstract class VirtualSocket(SocketKind kind, VirtualNetwork? network, ResourceLedger? ledger) : SocketHandle(kind)
{
    // Indexed by SockOption. Most options have no effect here, but programs read back the values that they set.
    private readonly long[] _options = CreateOptions();
    private EndPoint? _local;

    internal override EndPoint? Local => _local;

    /// <summary>The ledger that received data is charged to, or null for a socket of the embedder.</summary>
    internal ResourceLedger? Ledger => ledger;

    /// <summary>The network, or null for a socket of a pair.</summary>
    protected VirtualNetwork? Network => network;

    /// <summary>True for an IPv6 socket without <c>IPV6_V6ONLY</c>, which also receives at IPv4 addresses (<c>ipv6(7)</c>).</summary>
    internal bool IsDualMode => Kind.Family == AddressFamily.Inet6 && _options[(int)SockOption.OnlyV6] == 0;

    /// <summary>True if <c>SO_REUSEPORT</c> is set: sockets that all set it can share an address.</summary>
    internal bool ReusesPort => _options[(int)SockOption.ReusePort] != 0;

    /// <summary>Returns true if a Boolean option is set.</summary>
    protected bool IsEnabled(SockOption option) => _options[(int)option] != 0;

    internal override Errno Bind(EndPoint local) =>
        network is null ? Errno.Inval : network.IsLocal(local) ? BindUnchecked(local) : Errno.Addrnotavail;

    /// <summary>Binds the socket without checking that the address belongs to the network's interface.</summary>
    /// <returns><c>Errno.Addrinuse</c> (EADDRINUSE) if the address is in use.</returns>
    internal Errno BindUnchecked(EndPoint local)
    {
        Errno error = network!.BoundAddresses.Add(this, ref local);
        if (error == Errno.Success)
        {
            _local = local;
        }

        return error;
    }

    internal override Errno FinishConnect() => Errno.Success;

    internal override Errno GetOption(SockOption option, out long value)
    {
        value = _options[(int)option];
        return IsSupported(option) ? Errno.Success : Errno.Noprotoopt;
    }

    internal override Errno SetOption(SockOption option, long value)
    {
        if (!IsSupported(option))
        {
            return Errno.Noprotoopt;
        }

        _options[(int)option] = value;
        return Errno.Success;
    }

    internal override Errno ChangeMembership(IPAddress group, IPAddress interfaceAddress, uint interfaceIndex, bool joins) => Errno.Inval;

    public override void Dispose()
    {
        if (_local is not null)
        {
            network?.BoundAddresses.Remove(this, _local);
        }
    }

    /// <summary>Sets the local address of an accepted or paired socket, which is not in <see cref="BoundAddresses"/>.</summary>
    protected void SetLocal(EndPoint? local) => _local = local;

    private static long[] CreateOptions()
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

    private bool IsSupported(SockOption option) => option switch
    {
        SockOption.OnlyV6 or SockOption.MulticastLoopV6 => Kind.Family == AddressFamily.Inet6,
        SockOption.MulticastLoopV4 or SockOption.MulticastTtlV4 => Kind.Family == AddressFamily.Inet4 && !Kind.IsStream,
        SockOption.NoDelay => Kind.Protocol == SockProto.Tcp,
        SockOption.Broadcast => !Kind.IsStream,
        SockOption.Promiscuous or SockOption.Noop => false,
        _ => (int)option < _options.Length,
    };
}
